package dev.hikkoshi.producer.inventory;

import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.producer.inventory.InventoryManifest.InventorySchema;
import java.io.IOException;
import software.amazon.awssdk.services.s3.S3Client;

/// Reads one data file of an inventory row by row. For one thread.
public interface InventoryReader extends ObjectReader {
  /// Opens a data file.
  ///
  /// @param bucket where the file is
  /// @param sourceBucket the bucket that its rows must be about
  /// @throws UnsoundSourceException if it is not of that format, or has no key, or a column of
  ///   another type
  /// @throws IOException if it cannot be read
  static InventoryReader open(
      S3Client s3, String bucket, ShardFile file, InventorySchema schema, String sourceBucket)
      throws IOException {
    return switch (schema.format()) {
      case CSV -> new CsvInventoryReader(s3, bucket, file, schema.columns(), sourceBucket);
      case ORC -> new OrcInventoryReader(s3, bucket, file, sourceBucket);
      case PARQUET -> new ParquetInventoryReader(s3, bucket, file, sourceBucket);
    };
  }

  @Override
  boolean next() throws IOException;

  /// The row's number, from 1.
  long row();

  /// The file being read.
  ShardFile file();

  @Override
  default String position() {
    return file().key() + ":" + row();
  }
}
