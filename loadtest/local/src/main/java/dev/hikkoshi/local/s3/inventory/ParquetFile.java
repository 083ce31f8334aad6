package dev.hikkoshi.local.s3.inventory;

import blue.strategic.parquet.ParquetWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;

/// A data file in Parquet, compressed with Snappy. Written by way of a temporary file.
record ParquetFile(List<InventoryColumn> columns) implements DataFormat {
  @Override
  public String suffix() {
    return ".parquet";
  }

  @Override
  public String schema() {
    return columns.stream()
        .map(ParquetFile::field)
        .collect(Collectors.joining("", "message s3.inventory { ", "}"));
  }

  private static String field(InventoryColumn column) {
    boolean required = column == InventoryColumn.BUCKET || column == InventoryColumn.KEY;
    String type;
    String annotation = "";
    if (column.type() == String.class) {
      type = "binary";
      annotation = " (STRING)";
    } else if (column.type() == Instant.class) {
      type = "int64";
      annotation = " (TIMESTAMP(MILLIS,true))";
    } else {
      type = column.type() == Long.class ? "int64" : "boolean";
    }
    return (required ? "required " : "optional ") + type + " " + column.field() + annotation + "; ";
  }

  @Override
  public byte[] write(List<@Nullable Object[]> rows) throws IOException {
    MessageType type = MessageTypeParser.parseMessageType(schema());
    Path file = Files.createTempFile("inventory", suffix());
    try {
      Files.delete(file);
      try (ParquetWriter<@Nullable Object[]> writer =
          ParquetWriter.writeFile(
              type,
              file.toFile(),
              (row, values) -> {
                for (int i = 0; i < row.length; i++) {
                  Object value = row[i];
                  if (value != null) {
                    values.write(
                        columns.get(i).field(),
                        value instanceof Instant time ? (Object) time.toEpochMilli() : value);
                  }
                }
              })) {
        for (@Nullable Object[] row : rows) {
          writer.write(row);
        }
      }
      return Files.readAllBytes(file);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
