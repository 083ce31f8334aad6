package dev.hikkoshi.producer.inventory;

/// What was read.
///
/// @param rows unreadable ones included
/// @param unreadable rows that describe no object
public record Summary(long rows, long unreadable) {}
