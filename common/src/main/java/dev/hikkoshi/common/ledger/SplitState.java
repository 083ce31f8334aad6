package dev.hikkoshi.common.ledger;

/// A split's life: planned, perhaps checked, then closed once all its units are sent and its digest
/// is recorded. `REFUSED` is a file that is not what the manifest says, found before anything was
/// written; `FAILED` is one found while reading.
public enum SplitState {
  PLANNED,
  CHECKED,
  REFUSED,
  CLOSED,
  FAILED
}
