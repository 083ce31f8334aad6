package dev.hikkoshi.common.ledger;

import dev.hikkoshi.common.objects.CopySettings;
import dev.hikkoshi.common.unit.CopyObjects;
import dev.hikkoshi.common.unit.CopyVersions;
import dev.hikkoshi.common.unit.RemoveObjects;
import dev.hikkoshi.common.unit.ScanSegment;
import dev.hikkoshi.common.unit.Work;
import dev.hikkoshi.common.unit.WriteItems;

/// A bucket, or what is below a prefix in it.
///
/// @param sourceBucket where the objects come from
/// @param bucket where they go to
/// @param prefix how all their keys begin there; may be empty
/// @param settings how they are copied
public record BucketDestination(
    String sourceBucket, String bucket, String prefix, CopySettings settings)
    implements Destination {
  @Override
  public boolean takes(Work work) {
    return switch (work) {
      case CopyObjects copy ->
          copy.from().equals(sourceBucket)
              && copy.to().equals(bucket)
              && copy.objects().stream().allMatch(object -> object.toKey().startsWith(prefix));
      case CopyVersions copy ->
          copy.from().equals(sourceBucket)
              && copy.to().equals(bucket)
              && copy.objects().stream().allMatch(object -> object.toKey().startsWith(prefix));
      case RemoveObjects remove ->
          remove.bucket().equals(bucket)
              && remove.keys().stream().allMatch(key -> key.startsWith(prefix));
      case WriteItems _, ScanSegment _ -> false;
    };
  }

  @Override
  public String description() {
    return "s3://" + bucket + "/" + prefix + " from s3://" + sourceBucket;
  }

  @Override
  public void addTo(Row row) {
    row.text("sourceBucket", sourceBucket)
        .text("bucket", bucket)
        .text("prefix", prefix)
        .number("ownerFullControl", settings.ownerFullControl() ? 1 : 0)
        .number("multipartThreshold", settings.multipartThreshold())
        .number("partSize", settings.partSize());
    if (settings.storageClass() != null) {
      row.text("storageClass", settings.storageClass());
    }
    if (settings.kmsKey() != null) {
      row.text("kmsKey", settings.kmsKey());
    }
  }

  static BucketDestination of(Row row) {
    return new BucketDestination(
        row.text("sourceBucket"), row.text("bucket"), row.text("prefix"), settings(row));
  }

  private static CopySettings settings(Row row) {
    return new CopySettings(
        row.has("storageClass") ? row.text("storageClass") : null,
        row.has("kmsKey") ? row.text("kmsKey") : null,
        row.number("ownerFullControl") == 1,
        row.number("multipartThreshold"),
        row.number("partSize"));
  }
}
