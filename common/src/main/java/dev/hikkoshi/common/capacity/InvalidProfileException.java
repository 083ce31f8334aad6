package dev.hikkoshi.common.capacity;

import java.io.Serial;

/// A capacity profile that cannot be used: an unknown key, a value out of range, or no JSON at all.
/// The message names the key, the value and what is allowed.
public final class InvalidProfileException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  private final String key;

  InvalidProfileException(String key, String message) {
    super(key + ": " + message);
    this.key = key;
  }

  /// @return the offending key with its path, for instance `growth.factor`, or `profile` for the
  ///   file itself
  public String key() {
    return key;
  }
}
