/// The commands of the hikkoshi program, and how they answer.
@NullMarked
package dev.hikkoshi.runbook.cli;

import org.jspecify.annotations.NullMarked;
