package dev.hikkoshi.runbook.verify;

import dev.hikkoshi.common.objects.InventoryObject;
import java.util.List;

/// Takes what would make a destination bucket what it should be.
public interface ObjectMending {
  /// An object to copy.
  ///
  /// @param object as the source has it, under its key there
  void copy(InventoryObject object) throws InterruptedException;

  /// An object to copy with all its versions.
  ///
  /// @param key the source's
  /// @param versions the oldest first
  void copy(String key, List<InventoryObject> versions) throws InterruptedException;

  /// A key that should not be there.
  ///
  /// @param toKey the destination's
  void remove(String toKey) throws InterruptedException;

  /// Nothing is mended.
  ObjectMending NONE =
      new ObjectMending() {
        @Override
        public void copy(InventoryObject object) {
          // only told
        }

        @Override
        public void copy(String key, List<InventoryObject> versions) {
          // only told
        }

        @Override
        public void remove(String toKey) {
          // only told
        }
      };
}
