package dev.hikkoshi.common.migration;

/// What is at the destination already, so that only what differs from it is copied, and removed.
public sealed interface Previous {
  /// How a file spells [Destination].
  String DESTINATION = "destination";

  /// An inventory: an earlier one of the source, which was copied then, or one of the destination.
  ///
  /// @param location its folder or its `manifest.json`
  record Inventory(S3Location location) implements Previous {
    @Override
    public String toString() {
      return location.toString();
    }
  }

  /// The destination itself, as it is listed.
  record Destination() implements Previous {
    @Override
    public String toString() {
      return DESTINATION;
    }
  }

  /// Reads what `toString` gives.
  ///
  /// @throws IllegalArgumentException if it is neither
  static Previous parse(String text) {
    return text.equals(DESTINATION) ? new Destination() : new Inventory(S3Location.parse(text));
  }
}
