package dev.hikkoshi.runbook.preflight;

/// One thing that a run needs.
///
/// @param name what it is
/// @param ok whether it is as it should be
/// @param message what was found
/// @param action what to do; empty if it is ok
public record Check(String name, boolean ok, String message, String action) {
  static Check ok(String name, String message) {
    return new Check(name, true, message, "");
  }

  static Check wrong(String name, String message, String action) {
    return new Check(name, false, message, action);
  }

  /// One line.
  public String line() {
    return (ok ? "ok    " : "WRONG ") + name + ": " + message + (ok ? "" : " -> " + action);
  }
}
