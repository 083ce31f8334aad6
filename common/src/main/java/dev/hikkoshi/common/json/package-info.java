/// Strict reading of JSON in place, for the paths every item takes.
@NullMarked
package dev.hikkoshi.common.json;

import org.jspecify.annotations.NullMarked;
