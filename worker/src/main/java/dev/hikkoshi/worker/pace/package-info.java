/// How fast to write.
@NullMarked
package dev.hikkoshi.worker.pace;

import org.jspecify.annotations.NullMarked;
