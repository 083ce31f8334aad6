package dev.hikkoshi.common.ledger;

import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.KeyType;
import dev.hikkoshi.common.unit.CopyObjects;
import dev.hikkoshi.common.unit.CopyVersions;
import dev.hikkoshi.common.unit.RemoveObjects;
import dev.hikkoshi.common.unit.ScanSegment;
import dev.hikkoshi.common.unit.Work;
import dev.hikkoshi.common.unit.WriteItems;
import java.util.List;
import java.util.stream.Stream;

/// A table.
///
/// @param table its name
/// @param key its key schema
public record TableDestination(String table, KeySchema key) implements Destination {
  @Override
  public boolean takes(Work work) {
    return switch (work) {
      case WriteItems write -> write.table().equals(table);
      case ScanSegment scan -> scan.table().equals(table);
      case CopyObjects _, CopyVersions _, RemoveObjects _ -> false;
    };
  }

  @Override
  public String description() {
    return "table '" + table + "'";
  }

  @Override
  public void addTo(Row row) {
    row.text("table", table).rows("key", attributes(key));
  }

  static TableDestination of(Row row) {
    return new TableDestination(row.text("table"), schema(row.rows("key")));
  }

  private static List<Row> attributes(KeySchema key) {
    return Stream.concat(Stream.of(key.partition()), key.sort().stream())
        .map(part -> new Row().text("name", part.name()).text("type", part.type().name()))
        .toList();
  }

  private static KeySchema schema(List<Row> parts) {
    var attributes =
        parts.stream()
            .map(part ->
                new KeySchema.Attribute(part.text("name"), KeyType.valueOf(part.text("type"))))
            .toList();
    return new KeySchema(attributes.getFirst(), attributes.size() > 1 ? attributes.get(1) : null);
  }
}
