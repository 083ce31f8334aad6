/// What services tell of themselves in numbers.
@NullMarked
package dev.hikkoshi.common.metrics;

import org.jspecify.annotations.NullMarked;
