/// The pacing code in virtual time: a seeded discrete-event simulation of a fleet that writes to a
/// modelled table or bucket with the production controller, share and retry decisions.
@NullMarked
package dev.hikkoshi.worker.simulate;

import org.jspecify.annotations.NullMarked;
