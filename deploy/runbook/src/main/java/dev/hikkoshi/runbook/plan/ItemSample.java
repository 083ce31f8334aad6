package dev.hikkoshi.runbook.plan;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.item.ExportLine;
import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.producer.export.ExportManifest;
import dev.hikkoshi.producer.export.ShardChecks;
import dev.hikkoshi.producer.export.ShardReader;
import dev.hikkoshi.producer.split.SplitReader;
import java.io.IOException;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/// The first lines of some files of an export, and what they would cost: their mean stands for all.
/// For one thread.
public final class ItemSample {
  private static final int FILES = 8;
  private static final int LINES = 250;

  private final S3Client s3;
  private final KeySchema key;
  private final List<TableIndex> indexes;
  private final ItemScanner projected;
  private final ObjectMapper json = new ObjectMapper();
  private final double[] indexUnits;
  private long lines;
  private long unreadable;
  private String reason = "";
  private double bytes;
  private double jsonBytes;
  private double units;

  /// @param key of the destination
  public ItemSample(S3Client s3, KeySchema key) {
    this(s3, key, List.of());
  }

  ItemSample(S3Client s3, KeySchema key, List<TableIndex> indexes) {
    this.s3 = s3;
    this.key = key;
    this.indexes = indexes;
    this.projected = new ItemScanner(key);
    this.indexUnits = new double[indexes.size()];
  }

  /// Reads the beginnings of files from all over the manifest. A line that holds no item is passed
  /// over: it will be recorded dead.
  ///
  /// @throws IOException if one cannot be read
  public void add(ExportManifest manifest) throws IOException {
    List<ExportManifest.DataFile> files =
        manifest.files().stream().filter(file -> file.items() > 0).toList();
    int some = Math.min(FILES, files.size());
    for (int i = 0; i < some; i++) {
      add(manifest, files.get((int) ((long) i * files.size() / some)));
    }
  }

  private void add(ExportManifest manifest, ExportManifest.DataFile file) throws IOException {
    String bucket = manifest.summary().bucket();
    ShardFile head = new ShardChecks(s3).head(bucket, file);
    ExportLine line = SplitReader.lines(manifest.view(), key);
    try (var reader = new ShardReader(s3, bucket, head, manifest.format())) {
      for (int i = 0; i < LINES && reader.next(); i++) {
        try {
          reader.read(line);
          add(reader.buffer(), line);
        } catch (MalformedItemException e) {
          unreadable++;
          reason = String.valueOf(e.getMessage());
        }
      }
    }
  }

  private void add(byte[] buffer, ExportLine line) throws IOException, MalformedItemException {
    lines++;
    bytes += line.item().sizeBytes();
    jsonBytes += line.itemTo() - line.itemFrom();
    units += line.item().writeUnits();
    if (line.isDelete() || indexes.isEmpty()) {
      return;
    }
    var item = (ObjectNode) json.readTree(buffer, line.itemFrom(), line.itemTo() - line.itemFrom());
    for (int i = 0; i < indexUnits.length; i++) {
      if (indexes.get(i).holds(item)) {
        byte[] entry = json.writeValueAsBytes(indexes.get(i).entry(item, key));
        projected.scan(entry, 0, entry.length);
        indexUnits[i] += projected.writeUnits();
      }
    }
  }

  /// Lines that hold items.
  public long lines() {
    return lines;
  }

  /// Lines that do not.
  public long unreadable() {
    return unreadable;
  }

  /// Why the last of those does not.
  public String reason() {
    return reason;
  }

  /// Mean size as DynamoDB counts it.
  double bytesEach() {
    return mean(bytes);
  }

  /// Mean length of its JSON.
  double jsonBytesEach() {
    return mean(jsonBytes);
  }

  /// Mean write units of the table alone.
  double unitsEach() {
    return mean(units);
  }

  /// Mean write units of one of the indexes.
  double indexUnitsEach(int index) {
    return mean(indexUnits[index]);
  }

  private double mean(double sum) {
    return lines == 0 ? 0 : sum / lines;
  }
}
