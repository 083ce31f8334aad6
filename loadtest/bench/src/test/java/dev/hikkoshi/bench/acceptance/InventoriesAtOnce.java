package dev.hikkoshi.bench.acceptance;

import dev.hikkoshi.common.objects.InventoryFormat;
import dev.hikkoshi.local.s3.inventory.InventoryColumn;
import dev.hikkoshi.local.s3.inventory.InventoryConfiguration;
import dev.hikkoshi.local.s3.inventory.InventoryWriter;
import dev.hikkoshi.local.s3.store.Bucket;
import dev.hikkoshi.local.s3.store.BucketStore;
import dev.hikkoshi.local.s3.store.ChecksumAlgorithm;
import dev.hikkoshi.local.s3.store.KeyPage;
import dev.hikkoshi.local.s3.store.ObjectBytes;
import dev.hikkoshi.local.s3.store.ObjectMetadata;
import dev.hikkoshi.local.s3.store.S3Object;
import dev.hikkoshi.local.s3.store.WriteCondition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.InventoryIncludedObjectVersions;
import software.amazon.awssdk.services.s3.model.PutBucketInventoryConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketInventoryConfigurationResponse;

/// An S3 that would take a day to write an inventory, or writes none: who asks for one gets it at
/// once, made of a listing by what writes the embedded AWS's, and put into the destination bucket.
/// Nothing is configured.
final class InventoriesAtOnce extends DelegatingS3Client {
  private static final int MOST_FILES = 1_000;

  InventoriesAtOnce(S3Client s3) {
    super(s3);
  }

  @Override
  public PutBucketInventoryConfigurationResponse putBucketInventoryConfiguration(
      PutBucketInventoryConfigurationRequest request) {
    var wanted = request.inventoryConfiguration();
    Assumptions.assumeTrue(
        wanted.includedObjectVersions() == InventoryIncludedObjectVersions.CURRENT,
        "an inventory of all versions is written by the embedded AWS alone");
    var to = wanted.destination().s3BucketDestination();
    var configuration =
        new InventoryConfiguration(
            request.id(),
            "",
            false,
            wanted.optionalFieldsAsStrings().stream()
                .map(field -> InventoryColumn.optional(field).orElseThrow())
                .toList(),
            InventoryFormat.named(to.formatAsString()).orElseThrow(),
            to.bucket().replaceFirst("^arn:aws:s3:::", ""),
            to.prefix());
    var store = new BucketStore();
    var clock = Clock.systemUTC();
    Bucket written = store.create(configuration.destinationBucket(), "", clock.instant());
    try {
      new InventoryWriter(store, clock, "owner", 100)
          .write(listed(store.create(request.bucket(), "", clock.instant())), configuration);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    written
        .list(new KeyPage.Query("", "", null, MOST_FILES))
        .entries()
        .forEach(file ->
            putObject(
                r -> r.bucket(written.name()).key(file.key()),
                RequestBody.fromBytes(file.bytes().toByteArray())));
    return PutBucketInventoryConfigurationResponse.builder().build();
  }

  /// Fills a bucket with what one of the same name has here, as far as an inventory tells it.
  private Bucket listed(Bucket bucket) {
    listObjectsV2Paginator(r -> r.bucket(bucket.name()))
        .contents()
        .forEach(object ->
            bucket.put(
                new S3Object(
                    object.key(),
                    ObjectBytes.of(new byte[Math.toIntExact(object.size())]),
                    object.eTag().replace("\"", ""),
                    object.lastModified(),
                    new ObjectMetadata(Map.of(), Map.of(), Map.of(), object.storageClassAsString()),
                    ChecksumAlgorithm.CRC64NVME.of(ObjectBytes.EMPTY),
                    List.of()),
                new WriteCondition.Always()));
    return bucket;
  }
}
