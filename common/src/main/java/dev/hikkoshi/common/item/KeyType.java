package dev.hikkoshi.common.item;

/// The type of a key attribute; the constants are DynamoDB's own names.
public enum KeyType {
  S,
  N,
  B
}
