package dev.hikkoshi.runbook.cli;

/// What the program's exit codes mean.
public final class Exit {
  /// Done, and exact where it verifies.
  public static final int DONE = 0;

  /// Finished, but something differs, failed or is dead.
  public static final int DIFFERENT = 1;

  /// Bad usage or a bad migration file; nothing was touched.
  public static final int USAGE = 2;

  /// Refused before the first write.
  public static final int REFUSED = 3;

  /// Interrupted; can be continued.
  public static final int INTERRUPTED = 130;

  private Exit() {}
}
