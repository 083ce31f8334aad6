package dev.hikkoshi.worker.scan;

import dev.hikkoshi.common.item.MalformedItemException;

/// Takes the items of a scan as they stand in the response.
@FunctionalInterface
public interface ScannedItems {
  /// @param buffer holds the item's DynamoDB JSON in `[from, to)`; valid during the call
  void item(byte[] buffer, int from, int to) throws MalformedItemException;
}
