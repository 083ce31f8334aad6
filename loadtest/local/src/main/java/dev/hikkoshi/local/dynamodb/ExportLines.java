package dev.hikkoshi.local.dynamodb;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.ledger.ExportFormat;
import dev.hikkoshi.local.dynamodb.ChangeLog.Change;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;

/// The lines of an export in its format. Not thread-safe.
final class ExportLines {
  private static final byte[] BEFORE = "{\"Item\":".getBytes(US_ASCII);
  private static final byte[] AFTER = "}\n".getBytes(US_ASCII);

  private final Table table;
  private final ExportFormat format;

  ExportLines(Table table, ExportFormat format) {
    this.table = table;
    this.format = format;
  }

  /// A line of a full export.
  ///
  /// @param page contains the item as DynamoDB JSON
  byte[] item(byte[] page, int offset, int length) {
    if (format == ExportFormat.ION) {
      ObjectNode line = Json.newObject();
      line.set("Item", Json.object(Arrays.copyOfRange(page, offset, offset + length)));
      return IonText.line(line);
    }
    return full(page, offset, length);
  }

  /// A line of a full export in DYNAMODB_JSON.
  ///
  /// @param page contains the item as DynamoDB JSON
  static byte[] full(byte[] page, int offset, int length) {
    var line = new ByteArrayOutputStream(BEFORE.length + length + AFTER.length);
    line.writeBytes(BEFORE);
    line.write(page, offset, length);
    line.writeBytes(AFTER);
    return line.toByteArray();
  }

  /// A line of an incremental export.
  byte[] change(Change change, boolean oldImage) {
    ObjectNode line = Json.newObject();
    line.putObject("Metadata")
        .putObject("WriteTimestampMicros")
        .put("N", Long.toString(ChronoUnit.MICROS.between(Instant.EPOCH, change.at())));
    line.set("Keys", table.keyOf(Json.object(change.either())));
    if (oldImage && change.before() != null) {
      line.set("OldImage", Json.object(change.before()));
    }
    if (change.after() != null) {
      line.set("NewImage", Json.object(change.after()));
    }
    if (format == ExportFormat.ION) {
      return IonText.record(line);
    }
    return (new String(Json.bytes(line), UTF_8) + "\n").getBytes(UTF_8);
  }

  /// The partition key's value as text.
  String partition(Change change) {
    JsonNode value = table.keyOf(Json.object(change.either())).path(table.partitionKey());
    return value.iterator().next().asText();
  }
}
