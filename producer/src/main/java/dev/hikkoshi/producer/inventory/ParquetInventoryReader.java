package dev.hikkoshi.producer.inventory;

import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.DummyRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/// Reads a Parquet file, row group by row group.
final class ParquetInventoryReader implements InventoryReader, InventoryRow {

  private final ShardFile file;
  private final String sourceBucket;
  private final FieldPositions positions = new FieldPositions();
  private final KeyCoding keys = new KeyCoding();
  private final ParquetFileReader parquet;
  private final MessageType schema;
  private final ColumnDescriptor[] columns;
  private final ColumnReader[] readers;
  private final @Nullable Object[] values;
  private long left;
  private long row;

  ParquetInventoryReader(S3Client s3, String bucket, ShardFile file, String sourceBucket)
      throws IOException {
    this.file = file;
    this.sourceBucket = sourceBucket;
    try {
      this.parquet = ParquetFileReader.open(new ShardInputFile(new ShardRanges(s3, bucket, file)));
    } catch (RuntimeException e) {
      throw damaged(e);
    }
    MessageType whole = parquet.getFileMetaData().getSchema();
    var known = new ArrayList<Type>();
    for (Type column : whole.getFields()) {
      InventoryField field = InventoryField.named(column.getName());
      if (field != null) {
        check(column, field);
        positions.put(field, known.size());
        known.add(column);
      }
    }
    if (positions.of(InventoryField.KEY) == FieldPositions.ABSENT) {
      throw unsound("has no column key, but " + whole.getFields());
    }
    this.schema = new MessageType(whole.getName(), known);
    parquet.setRequestedSchema(schema);
    this.columns = schema.getColumns().toArray(ColumnDescriptor[]::new);
    this.readers = new ColumnReader[columns.length];
    this.values = new Object[columns.length];
  }

  private void check(Type column, InventoryField field) {
    boolean fits =
        column.isPrimitive()
            && !column.isRepetition(Type.Repetition.REPEATED)
            && fits(column.asPrimitiveType(), field.kind());
    if (!fits) {
      throw unsound("has a column '" + column + "'; it must be " + field.kind().parquet());
    }
  }

  private static boolean fits(PrimitiveType type, InventoryField.Kind kind) {
    return switch (kind) {
      case TEXT -> type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
      case NUMBER -> type.getPrimitiveTypeName() == PrimitiveTypeName.INT64;
      case FLAG -> type.getPrimitiveTypeName() == PrimitiveTypeName.BOOLEAN;
      case TIME ->
          type.getPrimitiveTypeName() == PrimitiveTypeName.INT64
              && isMillis(type.getLogicalTypeAnnotation());
    };
  }

  private static boolean isMillis(@Nullable LogicalTypeAnnotation annotation) {
    return annotation instanceof TimestampLogicalTypeAnnotation timestamp
        && timestamp.getUnit() == TimeUnit.MILLIS;
  }

  private UnsoundSourceException unsound(String what) {
    return new UnsoundSourceException(file.key(), "the Parquet file " + file.key() + " " + what);
  }

  private IOException damaged(RuntimeException e) {
    return new IOException(
        file.key() + " after row " + row + " is no whole Parquet file: " + e.getMessage(), e);
  }

  @Override
  public boolean next() throws IOException {
    try {
      while (left == 0) {
        if (!nextRowGroup()) {
          return false;
        }
      }
      for (int i = 0; i < readers.length; i++) {
        values[i] = value(readers[i]);
        readers[i].consume();
      }
    } catch (ParquetDecodingException e) {
      throw damaged(e);
    }
    left--;
    row++;
    return true;
  }

  private boolean nextRowGroup() throws IOException {
    PageReadStore rows = parquet.readNextRowGroup();
    if (rows == null) {
      return false;
    }
    var store =
        new ColumnReadStoreImpl(
            rows,
            new DummyRecordConverter(schema).getRootConverter(),
            schema,
            parquet.getFileMetaData().getCreatedBy());
    for (int i = 0; i < columns.length; i++) {
      readers[i] = store.getColumnReader(columns[i]);
    }
    left = rows.getRowCount();
    return true;
  }

  private static @Nullable Object value(ColumnReader reader) {
    ColumnDescriptor column = reader.getDescriptor();
    if (reader.getCurrentDefinitionLevel() < column.getMaxDefinitionLevel()) {
      return null;
    }
    return switch (column.getPrimitiveType().getPrimitiveTypeName()) {
      case BINARY -> reader.getBinary();
      case INT64 -> reader.getLong();
      case BOOLEAN -> reader.getBoolean();
      default -> throw new IllegalStateException(column + " was not checked");
    };
  }

  @Override
  public InventoryObject object() throws MalformedRowException {
    return object(sourceBucket, file.key());
  }

  private @Nullable Object value(InventoryField field) {
    int position = positions.of(field);
    return position == FieldPositions.ABSENT ? null : values[position];
  }

  @Override
  public @Nullable String text(InventoryField field) {
    return value(field) instanceof Binary text && text.length() > 0
        ? text.toStringUsingUTF8()
        : null;
  }

  @Override
  public @Nullable String key() throws MalformedRowException {
    if (!(value(InventoryField.KEY) instanceof Binary key)) {
      return null;
    }
    byte[] bytes = key.getBytesUnsafe();
    return keys.decodeUtf8(bytes, 0, bytes.length);
  }

  @Override
  public @Nullable Long number(InventoryField field) {
    return (Long) value(field);
  }

  @Override
  public @Nullable Boolean flag(InventoryField field) {
    return (Boolean) value(field);
  }

  @Override
  public @Nullable Instant time(InventoryField field) {
    return value(field) instanceof Long millis ? Instant.ofEpochMilli(millis) : null;
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
    parquet.close();
  }
}
