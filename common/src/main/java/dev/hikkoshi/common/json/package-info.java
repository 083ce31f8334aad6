/// Strict reading of JSON in place, for the paths every item takes; and what is wrong with JSON
/// that people write.
@NullMarked
package dev.hikkoshi.common.json;

import org.jspecify.annotations.NullMarked;
