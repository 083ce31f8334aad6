package dev.hikkoshi.producer.split;

import dev.hikkoshi.common.unit.WriteItems;

/// Takes the units of one split as they are packed.
@FunctionalInterface
public interface UnitSink {
  /// @param sequence 0, 1, 2, …
  /// @param items their bytes are written over after the call
  void unit(int sequence, WriteItems items) throws InterruptedException;
}
