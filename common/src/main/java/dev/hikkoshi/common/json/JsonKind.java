package dev.hikkoshi.common.json;

/// What a JSON value is, as told by its first byte.
public enum JsonKind {
  OBJECT,
  ARRAY,
  STRING,
  NUMBER,
  BOOLEAN,
  NULL
}
