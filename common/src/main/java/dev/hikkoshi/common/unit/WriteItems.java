package dev.hikkoshi.common.unit;

import java.util.List;
import java.util.stream.Stream;

/// Write and delete items of one table. Writing them twice gives the same table.
///
/// @param table the destination table
/// @param put items as DynamoDB JSON, exactly as exported
/// @param delete keys as DynamoDB JSON
public record WriteItems(String table, List<RawJson> put, List<RawJson> delete) implements Work {
  public WriteItems {
    put = List.copyOf(put);
    delete = List.copyOf(delete);
  }

  /// The same in memory of their own.
  public WriteItems copy() {
    return new WriteItems(
        table,
        put.stream().map(RawJson::copy).toList(),
        delete.stream().map(RawJson::copy).toList());
  }

  /// Bytes of JSON of all of them.
  public long bytes() {
    return Stream.concat(put.stream(), delete.stream()).mapToLong(RawJson::length).sum();
  }

  /// Puts and deletes together.
  public int size() {
    return put.size() + delete.size();
  }
}
