/// Splits: which files are read side by side, and how their items become units.
@NullMarked
package dev.hikkoshi.producer.split;

import org.jspecify.annotations.NullMarked;
