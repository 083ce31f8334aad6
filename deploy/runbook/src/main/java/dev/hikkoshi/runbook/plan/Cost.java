package dev.hikkoshi.runbook.plan;

/// A line of the bill.
///
/// @param item what for
/// @param quantity how much: units, requests, bytes or hours
/// @param price the price's name, which says per how many
/// @param each that price in dollars
/// @param dollars all of it
public record Cost(String item, double quantity, String price, double each, double dollars) {}
