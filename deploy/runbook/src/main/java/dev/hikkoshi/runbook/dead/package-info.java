/// Dead items: where they stand in the source, and sending them again.
@NullMarked
package dev.hikkoshi.runbook.dead;

import org.jspecify.annotations.NullMarked;
