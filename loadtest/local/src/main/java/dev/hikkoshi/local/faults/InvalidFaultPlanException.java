package dev.hikkoshi.local.faults;

import java.io.Serial;

/// A fault plan that cannot be used: an unknown key, a value that is not allowed, or no JSON at
/// all. The message names the key, the value and what is allowed.
public final class InvalidFaultPlanException extends IllegalArgumentException {
  @Serial private static final long serialVersionUID = 1L;

  private final String key;
  private final String problem;

  InvalidFaultPlanException(String key, String problem) {
    super(key + ": " + problem);
    this.key = key;
    this.problem = problem;
  }

  /// The same of a key within another: `rules[2]` and `probability` give `rules[2].probability`.
  InvalidFaultPlanException within(String path) {
    String separator = path.isEmpty() || key.isEmpty() ? "" : ".";
    return new InvalidFaultPlanException(path + separator + key, problem);
  }

  /// The offending key with its path, or `faults` for the file itself.
  public String key() {
    return key;
  }
}
