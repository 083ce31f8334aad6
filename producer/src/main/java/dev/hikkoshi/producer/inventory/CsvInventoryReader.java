package dev.hikkoshi.producer.inventory;

import de.siegmar.fastcsv.reader.CommentStrategy;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.producer.export.ShardStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/// Reads a gzipped CSV without a header.
final class CsvInventoryReader implements InventoryReader, InventoryRow {
  private static final int BUFFER = 64 << 10;

  private final ShardFile file;
  private final String sourceBucket;
  private final int columns;
  private final FieldPositions positions = new FieldPositions();
  private final KeyCoding keys = new KeyCoding();
  private final CsvReader<CsvRecord> csv;
  private final Iterator<CsvRecord> records;
  private @Nullable CsvRecord current;
  private long row;

  CsvInventoryReader(
      S3Client s3, String bucket, ShardFile file, List<String> columns, String sourceBucket)
      throws IOException {
    this.file = file;
    this.sourceBucket = sourceBucket;
    this.columns = columns.size();
    for (int i = 0; i < columns.size(); i++) {
      InventoryField field = InventoryField.named(columns.get(i));
      if (field != null) {
        positions.put(field, i);
      }
    }
    var stream = new ShardStream(s3, bucket, file);
    try {
      this.csv =
          CsvReader.builder()
              .commentStrategy(CommentStrategy.NONE)
              .skipEmptyLines(true)
              .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
              .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
              .allowUnclosedQuote(false)
              .ofCsvRecord(
                  new InputStreamReader(
                      new GZIPInputStream(stream, BUFFER), StandardCharsets.UTF_8.newDecoder()));
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
    this.records = csv.iterator();
  }

  @Override
  public boolean next() throws IOException {
    try {
      current = records.hasNext() ? records.next() : null;
    } catch (UncheckedIOException e) {
      throw new IOException(file.key() + " after row " + row + ": " + e.getMessage(), e.getCause());
    } catch (CsvParseException e) {
      throw new IOException(file.key() + " after row " + row + " is no CSV", e);
    }
    if (current == null) {
      return false;
    }
    row++;
    return true;
  }

  @Override
  public InventoryObject object() throws MalformedRowException {
    int fields = current().getFieldCount();
    if (fields != columns) {
      throw new MalformedRowException(fields + " fields, fileSchema has " + columns);
    }
    return object(sourceBucket, file.key());
  }

  @Override
  public @Nullable String text(InventoryField field) {
    int position = positions.of(field);
    String text = position == FieldPositions.ABSENT ? "" : current().getField(position);
    return text.isEmpty() ? null : text;
  }

  @Override
  public @Nullable String key() throws MalformedRowException {
    String encoded = text(InventoryField.KEY);
    return encoded == null ? null : keys.decodeUrl(encoded);
  }

  @Override
  public @Nullable Long number(InventoryField field) throws MalformedRowException {
    String text = text(field);
    try {
      return text == null ? null : Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new MalformedRowException(field + " '" + text + "' is not a whole number");
    }
  }

  @Override
  public @Nullable Boolean flag(InventoryField field) throws MalformedRowException {
    String text = text(field);
    if (text == null) {
      return null;
    }
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new MalformedRowException(field + " '" + text + "' is not true or false");
    };
  }

  @Override
  public @Nullable Instant time(InventoryField field) throws MalformedRowException {
    String text = text(field);
    try {
      return text == null ? null : IsoTime.parse(text);
    } catch (DateTimeException e) {
      throw new MalformedRowException(
          field + " '" + text + "' is not a time such as 2026-11-21T00:00:00.000Z");
    }
  }

  @Override
  public long row() {
    return row;
  }

  @Override
  public ShardFile file() {
    return file;
  }

  private CsvRecord current() {
    CsvRecord record = current;
    if (record == null) {
      throw new IllegalStateException("no row: next() comes first");
    }
    return record;
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
