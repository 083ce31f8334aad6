package dev.hikkoshi.bench.demo;

import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.objects.CopySettings;
import dev.hikkoshi.runbook.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.InventoryConfiguration;
import software.amazon.awssdk.services.s3.model.InventoryIncludedObjectVersions;
import software.amazon.awssdk.services.s3.model.InventoryOptionalField;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Makes a bucket with objects, and an inventory of it as S3 would write it. The same index gives
/// the same object: keys of all shapes, metadata, content headers, tags, two storage classes, and
/// three objects that have to be copied in parts.
public final class DemoObjects {
  /// The threshold that three of the objects are above.
  public static final long THRESHOLD = CopySettings.MIN_PART;

  private static final int LARGE = 3;
  private static final int WRITERS = 8;
  private static final int MAX_BYTES = 2_000;
  private static final List<String> ODD =
      List.of(
          "a//b",
          "+",
          "%2B and %20",
          "引っ越し/\uD83D\uDE9A.txt",
          "folder/",
          ".",
          "x/../y",
          "/first",
          "~!'()*&=?;:@,$#\"<>\\^`{|}",
          "line\nfeed");

  private final S3Client s3;
  private final Progress progress;

  public DemoObjects(S3Client s3, Progress progress) {
    this.s3 = s3;
    this.progress = progress;
  }

  /// The key of an object.
  ///
  /// @param index 0, 1, 2, …
  public static String key(int index) {
    return index >= LARGE && index < LARGE + ODD.size()
        ? ODD.get(index - LARGE)
        : (index < LARGE ? "large/" : "photos/" + index % 16 + "/") + index;
  }

  /// Fills a bucket.
  public void fill(String bucket, int objects) throws InterruptedException {
    progress.step("filling the source bucket", objects);
    try (var threads = Executors.newFixedThreadPool(WRITERS)) {
      List<Future<?>> puts = new ArrayList<>();
      for (int i = 0; i < objects; i++) {
        int index = i;
        puts.add(threads.submit(() -> put(bucket, index)));
      }
      long done = 0;
      for (var put : puts) {
        put.get();
        progress.done(++done);
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the source bucket could not be filled", e.getCause());
    }
  }

  private void put(String bucket, int index) {
    var random = new SplittableRandom(index);
    int size =
        index < LARGE ? (int) THRESHOLD * (index + 1) + 1 + index : random.nextInt(MAX_BYTES);
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    s3.putObject(
        r ->
            r.bucket(bucket)
                .key(key(index))
                .contentType("application/x-demo-" + index % 7)
                .cacheControl("max-age=" + index)
                .metadata(Map.of("index", Integer.toString(index)))
                .storageClass(index % 5 == 0 ? "STANDARD_IA" : "STANDARD")
                .tagging("index=" + index + "&plus=%2B"),
        RequestBody.fromBytes(bytes));
  }

  /// Has an inventory written.
  ///
  /// @param bucket what it is of
  /// @param to the bucket it goes to
  /// @param id of its configuration; inventories of one configuration replace each other within a
  ///   minute
  /// @param format `CSV`, `ORC` or `Parquet`
  /// @return its newest manifest
  public S3Location inventory(String bucket, String to, String id, String format) {
    progress.step("writing an inventory", 0);
    s3.putBucketInventoryConfiguration(
        r -> r.bucket(bucket).id(id).inventoryConfiguration(configuration(to, id, format)));
    return s3
        .listObjectsV2Paginator(r -> r.bucket(to).prefix("inventories/" + bucket + "/" + id + "/"))
        .contents()
        .stream()
        .map(S3Object::key)
        .filter(key -> key.endsWith("/manifest.json"))
        .max(String::compareTo)
        .map(key -> new S3Location(to, key))
        .orElseThrow(() -> new IllegalStateException("no inventory of " + bucket + " was written"));
  }

  private static InventoryConfiguration configuration(String to, String id, String format) {
    return InventoryConfiguration.builder()
        .id(id)
        .isEnabled(true)
        .includedObjectVersions(InventoryIncludedObjectVersions.CURRENT)
        .schedule(s -> s.frequency("Daily"))
        .optionalFields(
            InventoryOptionalField.SIZE,
            InventoryOptionalField.LAST_MODIFIED_DATE,
            InventoryOptionalField.E_TAG,
            InventoryOptionalField.STORAGE_CLASS)
        .destination(d ->
            d.s3BucketDestination(
                b -> b.bucket("arn:aws:s3:::" + to).prefix("inventories").format(format)))
        .build();
  }
}
