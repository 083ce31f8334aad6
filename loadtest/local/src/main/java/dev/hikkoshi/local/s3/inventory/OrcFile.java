package dev.hikkoshi.local.s3.inventory;

import io.airlift.slice.OutputStreamSliceOutput;
import io.airlift.slice.Slices;
import io.trino.orc.OrcDataSink;
import io.trino.orc.OrcWriteValidation.OrcWriteValidationMode;
import io.trino.orc.OrcWriter;
import io.trino.orc.OrcWriterOptions;
import io.trino.orc.OrcWriterStats;
import io.trino.orc.metadata.CompressionKind;
import io.trino.orc.metadata.OrcType;
import io.trino.orc.stream.OrcDataOutput;
import io.trino.spi.PageBuilder;
import io.trino.spi.block.BlockBuilder;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A data file in ORC, compressed with ZLIB.
record OrcFile(List<InventoryColumn> columns) implements DataFormat {
  private static final int ROWS_PER_PAGE = 1_000;
  private static final long MICROS_PER_MILLI = 1_000;

  @Override
  public String suffix() {
    return ".orc";
  }

  @Override
  public String schema() {
    return columns.stream()
        .map(column -> column.field() + ":" + name(column))
        .collect(Collectors.joining(",", "struct<", ">"));
  }

  private static String name(InventoryColumn column) {
    if (column.type() == String.class) {
      return "string";
    }
    if (column.type() == Instant.class) {
      return "timestamp";
    }
    return column.type() == Long.class ? "bigint" : "boolean";
  }

  private static Type type(InventoryColumn column) {
    if (column.type() == String.class) {
      return VarcharType.VARCHAR;
    }
    if (column.type() == Instant.class) {
      return TimestampType.TIMESTAMP_MILLIS;
    }
    return column.type() == Long.class ? BigintType.BIGINT : BooleanType.BOOLEAN;
  }

  @Override
  public byte[] write(List<@Nullable Object[]> rows) throws IOException {
    List<String> names = columns.stream().map(InventoryColumn::field).toList();
    List<Type> types = columns.stream().map(OrcFile::type).toList();
    var sink = new Sink();
    try (var writer =
        new OrcWriter(
            sink,
            names,
            types,
            OrcType.createRootOrcType(names, types),
            CompressionKind.ZLIB,
            new OrcWriterOptions(),
            Map.of(),
            false,
            OrcWriteValidationMode.BOTH,
            new OrcWriterStats())) {
      var page = new PageBuilder(ROWS_PER_PAGE, types);
      for (@Nullable Object[] row : rows) {
        page.declarePosition();
        for (int i = 0; i < row.length; i++) {
          write(types.get(i), page.getBlockBuilder(i), row[i]);
        }
        if (page.getPositionCount() == ROWS_PER_PAGE) {
          writer.write(page.build());
          page.reset();
        }
      }
      writer.write(page.build());
    }
    return sink.bytes.toByteArray();
  }

  private static void write(Type type, BlockBuilder block, @Nullable Object value) {
    switch (value) {
      case null -> block.appendNull();
      case String text -> type.writeSlice(block, Slices.utf8Slice(text));
      case Instant time -> type.writeLong(block, time.toEpochMilli() * MICROS_PER_MILLI);
      case Long number -> type.writeLong(block, number);
      case Boolean flag -> type.writeBoolean(block, flag);
      default -> throw new IllegalArgumentException("no column holds " + value);
    }
  }

  private static final class Sink implements OrcDataSink {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Override
    public long size() {
      return bytes.size();
    }

    @Override
    public long getRetainedSizeInBytes() {
      return bytes.size();
    }

    @Override
    public void write(List<OrcDataOutput> outputs) throws IOException {
      try (var out = new OutputStreamSliceOutput(bytes)) {
        for (OrcDataOutput each : outputs) {
          each.writeData(out);
        }
      }
    }

    @Override
    public void close() {}
  }
}
