/// What a migration takes before anything of it moves: time, dollars, and what else could be done.
@NullMarked
package dev.hikkoshi.runbook.plan;

import org.jspecify.annotations.NullMarked;
