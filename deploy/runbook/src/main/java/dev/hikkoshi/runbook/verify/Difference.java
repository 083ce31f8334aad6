package dev.hikkoshi.runbook.verify;

import java.util.Locale;

/// One key in which source and destination differ.
///
/// @param key as DynamoDB JSON
/// @param source the line that says what the key should be
public record Difference(Kind kind, String key, SourceLine source) {
  /// How they differ.
  public enum Kind {
    /// Only the source has it.
    MISSING,
    /// Only the destination has it.
    EXTRA,
    /// Both have it, with different items.
    DIFFERENT
  }

  /// `{"kind":"missing","key":{…}}`
  public String json() {
    return "{\"kind\":\"" + kind.name().toLowerCase(Locale.ROOT) + "\",\"key\":" + key + "}";
  }

  @Override
  public String toString() {
    return kind.name().toLowerCase(Locale.ROOT) + " " + key;
  }
}
