package dev.hikkoshi.common.ledger;

/// An item that can never be written, or an object that can not be copied, and why.
///
/// @param unit the unit it came in; the split where no unit could be made of it
/// @param key its key as DynamoDB JSON, or where the line stands whose key cannot be read; an
///   object's key in the source as it is
/// @param occurrence counts items of one key within one unit, from 1
/// @param reason AWS's or our own words
/// @param at where it stands in the source, `file:line`; empty where not known yet
public record DeadItem(String unit, String key, int occurrence, String reason, String at) {
  public DeadItem(String unit, String key, String reason, String at) {
    this(unit, key, 1, reason, at);
  }

  /// The same, standing there.
  public DeadItem at(String place) {
    return new DeadItem(unit, key, occurrence, reason, place);
  }

  /// The same for another reason.
  public DeadItem because(String why) {
    return new DeadItem(unit, key, occurrence, why, at);
  }
}
