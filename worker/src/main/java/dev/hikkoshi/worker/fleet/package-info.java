/// Being one of a fleet: heartbeats, the share of the target, and what the ledger says of a
/// migration now.
@NullMarked
package dev.hikkoshi.worker.fleet;

import org.jspecify.annotations.NullMarked;
