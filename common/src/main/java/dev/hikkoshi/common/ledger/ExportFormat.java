package dev.hikkoshi.common.ledger;

/// What the data files of an export are written in, as its manifest names it.
public enum ExportFormat {
  /// A line is a JSON object of DynamoDB JSON.
  DYNAMODB_JSON,
  /// A line is a struct of Amazon Ion's text format.
  ION
}
