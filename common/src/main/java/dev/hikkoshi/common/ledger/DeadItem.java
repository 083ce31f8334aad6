package dev.hikkoshi.common.ledger;

/// An item that can never be written, and why.
///
/// @param unit the unit it came in
/// @param key its key as DynamoDB JSON, or the start of the line where no key could be read
/// @param reason AWS's or our own words
/// @param at where it stands in the source, `file:line`; empty where not known
public record DeadItem(String unit, String key, String reason, String at) {}
