/// Copies that other systems ask for by message.
@NullMarked
package dev.hikkoshi.worker.adhoc;

import org.jspecify.annotations.NullMarked;
