package dev.hikkoshi.producer.inventory;

import java.util.EnumMap;
import java.util.Map;

/// Where in a row the columns of interest are. For one thread.
final class FieldPositions {
  static final int ABSENT = -1;

  private final Map<InventoryField, Integer> positions = new EnumMap<>(InventoryField.class);

  void put(InventoryField field, int position) {
    positions.put(field, position);
  }

  /// The position of a column, or [#ABSENT].
  int of(InventoryField field) {
    return positions.getOrDefault(field, ABSENT);
  }
}
