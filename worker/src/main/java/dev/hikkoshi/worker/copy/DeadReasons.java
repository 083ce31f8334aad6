package dev.hikkoshi.worker.copy;

/// Reasons in the ledger by which others recognise what became of an object.
public final class DeadReasons {
  /// It was removed after the copy had been planned.
  public static final String GONE = "gone since the inventory";

  /// Another one was written under its key after the copy had been planned.
  public static final String CHANGED = "changed since the inventory";

  private DeadReasons() {}
}
