/// Pace: how fast one worker writes. Decisions are pure `(state, now, outcome) → state`; the only
/// class with threads is [dev.hikkoshi.worker.pace.AdaptivePacer], a thin shell around them. How it
/// works and why: `docs/pace.md`.
@NullMarked
package dev.hikkoshi.worker.pace;

import org.jspecify.annotations.NullMarked;
