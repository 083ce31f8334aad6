/// Time as it is handed to those who wait, so that a test need not.
@NullMarked
package dev.hikkoshi.common.time;

import org.jspecify.annotations.NullMarked;
