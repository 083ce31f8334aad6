/// Everything a run needs, tried before its first write.
@NullMarked
package dev.hikkoshi.runbook.preflight;

import org.jspecify.annotations.NullMarked;
