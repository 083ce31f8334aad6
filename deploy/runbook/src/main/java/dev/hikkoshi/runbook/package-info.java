/// The migration runbook: what happens in which order, from the first check to the proof.
@NullMarked
package dev.hikkoshi.runbook;

import org.jspecify.annotations.NullMarked;
