package dev.hikkoshi.producer.inventory;

import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.objects.InventoryFormat;
import dev.hikkoshi.producer.export.ExportManifest;
import dev.hikkoshi.producer.export.ShardChecks;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.producer.inventory.InventoryManifest.DataFile;
import dev.hikkoshi.producer.inventory.InventoryManifest.InventorySchema;
import dev.hikkoshi.producer.split.SplitPlanner;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/// Splits of an inventory: which of its data files are read side by side, and reading them.
public final class InventorySplits {
  /// A CSV is read through small buffers, but of the others a whole stripe or row group is in
  /// memory, at most the whole file.
  static final long MAX_COLUMNAR_BYTES = 128L << 20;

  private final S3Client s3;
  private final InventorySchema schema;
  private final String sourceBucket;

  /// @param schema what the data files hold, as the manifest says
  /// @param sourceBucket the bucket that their rows must be about, as the manifest says
  public InventorySplits(S3Client s3, InventorySchema schema, String sourceBucket) {
    this.s3 = s3;
    this.schema = schema;
    this.sourceBucket = sourceBucket;
  }

  /// Looks at a data file's head. How many rows it holds is said nowhere, so `items` is 0.
  ///
  /// @throws UnsoundSourceException if there is no such file, or it is not as large as the manifest
  ///   says
  public static ShardFile head(S3Client s3, String bucket, DataFile file) {
    ShardFile head =
        new ShardChecks(s3).head(bucket, new ExportManifest.DataFile(file.key(), 0, file.md5()));
    if (head.bytes() != file.bytes()) {
      throw new UnsoundSourceException(
          file.key(),
          "data file "
              + file.key()
              + " has "
              + head.bytes()
              + " bytes, its manifest says "
              + file.bytes());
    }
    return head;
  }

  /// Deals the files out like cards; the same files give the same splits. Each holds at most
  /// [SplitPlanner#MAX_FILES] files, of ORC and Parquet also at most 128 MiB or one file.
  ///
  /// @param first the first split's number: ids count on over all loads
  public List<Split> plan(int phase, String bucket, List<ShardFile> files, int first) {
    int count = SplitPlanner.count(files.size());
    if (schema.format() != InventoryFormat.CSV) {
      count = Math.max(count, leastSplits(files));
    }
    return SplitPlanner.deal(phase, bucket, files, first, count);
  }

  /// The least number of splits none of which is too large when so dealt.
  private static int leastSplits(List<ShardFile> files) {
    int count = 1;
    while (count < files.size() && largest(files, count) > MAX_COLUMNAR_BYTES) {
      count++;
    }
    return count;
  }

  private static long largest(List<ShardFile> files, int count) {
    long[] bytes = new long[count];
    long largest = 0;
    for (int i = 0; i < files.size(); i++) {
      bytes[i % count] += files.get(i).bytes();
      largest = Math.max(largest, bytes[i % count]);
    }
    return largest;
  }

  /// Reads a split's files side by side to their ends.
  ///
  /// @throws UnsoundSourceException if a file was replaced, or is not what the manifest says
  /// @throws IOException if a file could not be read to its end
  public Summary read(Split split, ObjectSink sink) throws IOException, InterruptedException {
    var readers = new ArrayList<InventoryReader>();
    try {
      for (ShardFile file : split.files()) {
        readers.add(InventoryReader.open(s3, split.bucket(), file, schema, sourceBucket));
      }
      return Interleaved.read(readers, sink);
    } finally {
      Interleaved.close(readers);
    }
  }
}
