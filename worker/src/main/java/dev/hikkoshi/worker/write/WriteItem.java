package dev.hikkoshi.worker.write;

import dev.hikkoshi.common.unit.RawJson;

/// One item to put, or one key to delete.
///
/// @param json the item or key as DynamoDB JSON
/// @param delete whether it is a key to delete
/// @param key its canonical key: two operations on one key may not share a batch
/// @param units write units it will cost, estimated from its size
record WriteItem(RawJson json, boolean delete, ItemKey key, int units) {}
