package dev.hikkoshi.common.item;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A table's primary key: a partition key and, for most tables, a sort key.
///
/// @param partition the partition (hash) key
/// @param sortOrNull the sort (range) key; see [#sort]
public record KeySchema(Attribute partition, @Nullable Attribute sortOrNull) {
  public KeySchema {
    if (sortOrNull != null && sortOrNull.name().equals(partition.name())) {
      throw new IllegalArgumentException(
          "attribute " + partition.name() + " is both partition key and sort key");
    }
  }

  public static KeySchema of(String name, KeyType type) {
    return new KeySchema(new Attribute(name, type), null);
  }

  public static KeySchema of(
      String partition, KeyType partitionType, String sort, KeyType sortType) {
    return new KeySchema(new Attribute(partition, partitionType), new Attribute(sort, sortType));
  }

  public Optional<Attribute> sort() {
    return Optional.ofNullable(sortOrNull);
  }

  /// One attribute of the key.
  public record Attribute(String name, KeyType type) {
    public Attribute {
      if (name.isEmpty()) {
        throw new IllegalArgumentException("a key attribute has no name");
      }
    }
  }
}
