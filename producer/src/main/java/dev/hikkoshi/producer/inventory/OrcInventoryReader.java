package dev.hikkoshi.producer.inventory;

import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import io.airlift.slice.Slice;
import io.trino.memory.context.AggregatedMemoryContext;
import io.trino.orc.AbstractOrcDataSource;
import io.trino.orc.OrcColumn;
import io.trino.orc.OrcCorruptionException;
import io.trino.orc.OrcDataSourceId;
import io.trino.orc.OrcPredicate;
import io.trino.orc.OrcReader;
import io.trino.orc.OrcReaderOptions;
import io.trino.orc.OrcRecordReader;
import io.trino.orc.metadata.OrcType.OrcTypeKind;
import io.trino.spi.block.Block;
import io.trino.spi.connector.SourcePage;
import io.trino.spi.type.BigintType;
import io.trino.spi.type.BooleanType;
import io.trino.spi.type.TimestampType;
import io.trino.spi.type.Type;
import io.trino.spi.type.VarcharType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.joda.time.DateTimeZone;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/// Reads an ORC file, stripe by stripe.
final class OrcInventoryReader implements InventoryReader, InventoryRow {
  private static final OrcReaderOptions OPTIONS = new OrcReaderOptions();

  private final ShardFile file;
  private final String sourceBucket;
  private final FieldPositions positions = new FieldPositions();
  private final Block[] blocks;
  private final KeyCoding keys = new KeyCoding();
  private final OrcRecordReader records;
  private int at;
  private int end;
  private long row;

  OrcInventoryReader(S3Client s3, String bucket, ShardFile file, String sourceBucket)
      throws IOException {
    this.file = file;
    this.sourceBucket = sourceBucket;
    try {
      OrcReader reader =
          OrcReader.createOrcReader(new Source(new ShardRanges(s3, bucket, file)), OPTIONS)
              .orElseThrow(() -> unsound("is empty"));
      var columns = new ArrayList<OrcColumn>();
      var types = new ArrayList<Type>();
      for (OrcColumn column : reader.getRootColumn().getNestedColumns()) {
        InventoryField field = InventoryField.named(column.getColumnName());
        if (field != null) {
          positions.put(field, columns.size());
          columns.add(column);
          types.add(type(column, field));
        }
      }
      if (positions.of(InventoryField.KEY) == FieldPositions.ABSENT) {
        throw unsound("has no column key, but " + reader.getColumnNames());
      }
      this.blocks = new Block[columns.size()];
      this.records = records(reader, columns, types);
    } catch (OrcCorruptionException e) {
      throw new IOException(file.key() + " is no whole ORC file: " + e.getMessage(), e);
    }
  }

  private static OrcRecordReader records(
      OrcReader reader, List<OrcColumn> columns, List<Type> types) throws OrcCorruptionException {
    return reader.createRecordReader(
        columns,
        types,
        false,
        OrcPredicate.TRUE,
        DateTimeZone.UTC,
        AggregatedMemoryContext.newSimpleAggregatedMemoryContext(),
        OrcReader.INITIAL_BATCH_SIZE,
        e -> new UncheckedIOException(e instanceof IOException io ? io : new IOException(e)));
  }

  private Type type(OrcColumn column, InventoryField field) {
    OrcTypeKind expected = field.kind().orc();
    OrcTypeKind actual = column.getColumnType().getOrcTypeKind();
    if (actual != expected) {
      throw unsound(
          "has a column "
              + column.getColumnName()
              + " of type "
              + actual.name().toLowerCase(Locale.ROOT)
              + "; it must be "
              + expected.name().toLowerCase(Locale.ROOT));
    }
    return switch (field.kind()) {
      case TEXT -> VarcharType.VARCHAR;
      case NUMBER -> BigintType.BIGINT;
      case FLAG -> BooleanType.BOOLEAN;
      case TIME -> TimestampType.TIMESTAMP_MILLIS;
    };
  }

  private UnsoundSourceException unsound(String what) {
    return new UnsoundSourceException(file.key(), "the ORC file " + file.key() + " " + what);
  }

  @Override
  public boolean next() throws IOException {
    if (row > 0) {
      at++;
    }
    while (at == end) {
      if (!nextPage()) {
        return false;
      }
    }
    row++;
    return true;
  }

  private boolean nextPage() throws IOException {
    try {
      SourcePage page = records.nextPage();
      if (page == null) {
        return false;
      }
      for (int i = 0; i < blocks.length; i++) {
        blocks[i] = page.getBlock(i);
      }
      at = 0;
      end = page.getPositionCount();
      return true;
    } catch (UncheckedIOException e) {
      throw new IOException(file.key() + " after row " + row + ": " + e.getMessage(), e.getCause());
    }
  }

  @Override
  public InventoryObject object() throws MalformedRowException {
    return object(sourceBucket, file.key());
  }

  private @Nullable Block block(InventoryField field) {
    int position = positions.of(field);
    return position == FieldPositions.ABSENT || blocks[position].isNull(at)
        ? null
        : blocks[position];
  }

  @Override
  public @Nullable String text(InventoryField field) {
    Block block = block(field);
    String text = block == null ? "" : VarcharType.VARCHAR.getSlice(block, at).toStringUtf8();
    return text.isEmpty() ? null : text;
  }

  @Override
  public @Nullable String key() throws MalformedRowException {
    Block block = block(InventoryField.KEY);
    if (block == null) {
      return null;
    }
    Slice slice = VarcharType.VARCHAR.getSlice(block, at);
    return keys.decodeUtf8(slice.byteArray(), slice.byteArrayOffset(), slice.length());
  }

  @Override
  public @Nullable Long number(InventoryField field) {
    Block block = block(field);
    return block == null ? null : BigintType.BIGINT.getLong(block, at);
  }

  @Override
  public @Nullable Boolean flag(InventoryField field) {
    Block block = block(field);
    return block == null ? null : BooleanType.BOOLEAN.getBoolean(block, at);
  }

  @Override
  public @Nullable Instant time(InventoryField field) {
    Block block = block(field);
    return block == null
        ? null
        : Instant.ofEpochMilli(
            Math.floorDiv(TimestampType.TIMESTAMP_MILLIS.getLong(block, at), 1_000));
  }

  @Override
  public long row() {
    return row;
  }

  @Override
  public ShardFile file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }

  private static final class Source extends AbstractOrcDataSource {
    private final ShardRanges ranges;

    Source(ShardRanges ranges) {
      super(new OrcDataSourceId(ranges.file().key()), ranges.file().bytes(), OPTIONS);
      this.ranges = ranges;
    }

    @Override
    protected void readInternal(long position, byte[] buffer, int offset, int length)
        throws IOException {
      ranges.read(position, buffer, offset, length);
    }
  }
}
