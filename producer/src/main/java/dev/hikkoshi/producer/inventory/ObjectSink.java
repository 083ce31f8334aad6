package dev.hikkoshi.producer.inventory;

import dev.hikkoshi.common.objects.InventoryObject;

/// Takes what is read from several sources.
public interface ObjectSink {
  /// @param position where it stands, for messages
  void object(InventoryObject object, String position) throws InterruptedException;

  /// A row that describes no object.
  void unreadable(String position, MalformedRowException reason) throws InterruptedException;
}
