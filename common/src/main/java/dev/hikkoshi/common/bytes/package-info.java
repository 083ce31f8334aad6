/// Bytes looked at several at a time, for the paths every item takes.
@NullMarked
package dev.hikkoshi.common.bytes;

import org.jspecify.annotations.NullMarked;
