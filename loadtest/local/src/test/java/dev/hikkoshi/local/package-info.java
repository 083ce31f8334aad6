@NullMarked
package dev.hikkoshi.local;

import org.jspecify.annotations.NullMarked;
