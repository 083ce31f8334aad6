package dev.hikkoshi.common.ledger;

/// A sign of life of one producer or worker. Clocks of different machines are never compared: who
/// watches sees `beat` change or not, by its own clock.
///
/// @param id the process's name, new with every start
/// @param role `worker` or `producer`
/// @param beat counted up with every heartbeat
/// @param items items written since its start
public record Heartbeat(String id, String role, long beat, long items) {}
