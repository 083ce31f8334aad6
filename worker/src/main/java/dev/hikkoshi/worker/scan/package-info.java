/// Reading the destination back: one scan segment to one digest.
@NullMarked
package dev.hikkoshi.worker.scan;

import org.jspecify.annotations.NullMarked;
