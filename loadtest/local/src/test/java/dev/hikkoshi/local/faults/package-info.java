@NullMarked
package dev.hikkoshi.local.faults;

import org.jspecify.annotations.NullMarked;
