package dev.hikkoshi.worker.pace;

/// A worker's row in the ledger: that it lives, and how its writing goes.
///
/// @param worker identity of this process; a restarted worker is another one
/// @param beat counts up with every heartbeat, so that nobody has to compare clocks
/// @param pace units per second it writes at; 0 while it has no work
/// @param refused units refused to it since it started, those it tolerates left out
///   ([PaceState#refused])
public record Heartbeat(String worker, long beat, double pace, double refused) {}
