package dev.hikkoshi.worker.fleet;

/// The right to write one unit, asked for before every request. Thread-safe.
public interface Permission {
  /// What the ledger says now.
  Lease lease();

  /// The last request was not answered: it may take effect until its signature is too old.
  void unanswered();
}
