package dev.hikkoshi.runbook.preflight;

import dev.hikkoshi.common.aws.Account;
import dev.hikkoshi.common.migration.Destination;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.migration.Source;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.producer.inventory.InventoryManifest;
import dev.hikkoshi.producer.inventory.InventoryManifestReader;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;

/// A bucket's source and destination.
final class BucketChecks {
  private static final String SOURCE = "source";
  private static final String DESTINATION = "destination bucket";
  private static final String OWNERSHIP = "object ownership";
  private static final String VERSIONING = "versioning";

  /// What a bucket's first partition takes.
  private static final double PARTITION_RATE = 3_500;

  private final MigrationFile file;
  private final List<Check> checks;

  BucketChecks(MigrationFile file, List<Check> checks) {
    this.file = file;
    this.checks = checks;
  }

  void source(Account account, Source.Objects from) {
    S3Client s3 = account.s3();
    switch (from) {
      case Source.Inventory inventory -> {
        try {
          InventoryManifest manifest =
              new InventoryManifestReader(s3).read(inventory.location(), false);
          checks.add(
              Check.ok(
                  SOURCE,
                  manifest.location()
                      + " lists "
                      + manifest.sourceBucket()
                      + " in "
                      + manifest.files().size()
                      + " files"));
        } catch (UnsoundSourceException e) {
          checks.add(
              Check.wrong(
                  SOURCE,
                  String.valueOf(e.getMessage()),
                  "give an inventory that is whole, and let it be read"));
        } catch (SdkException e) {
          checks.add(Tried.failed(SOURCE, "s3:GetObject", inventory.location().toString(), e));
        }
      }
      case Source.Bucket bucket ->
          new BucketTries(s3, checks)
              .list(SOURCE, bucket.location().bucket(), bucket.location().key());
    }
  }

  /// Copies are signed by the workers alone: they read the source, too.
  void destination(Account account, Destination.Bucket to) {
    S3Client s3 = account.s3();
    if (file.source() instanceof Source.Bucket source) {
      S3Location from = source.location();
      var tries = new BucketTries(s3, checks);
      tries.read("source as workers read it", from.bucket(), from.key());
      tries.tags("source as workers read it", from.bucket(), from.key());
    }
    try {
      s3.headBucket(r -> r.bucket(to.bucket()));
      checks.add(Check.ok(DESTINATION, to.bucket() + " is there"));
    } catch (NoSuchBucketException e) {
      checks.add(
          Check.wrong(
              DESTINATION,
              "no such bucket: " + to.bucket(),
              "create it, with versioning and encryption as you want them"));
      return;
    } catch (SdkException e) {
      checks.add(Tried.failed(DESTINATION, "s3:ListBucket", to.bucket(), e));
      return;
    }
    var tries = new BucketTries(s3, checks);
    tries.write("destination write", to.bucket(), to.prefix());
    tries.read("destination read", to.bucket(), to.prefix());
    tries.list("destination read", to.bucket(), to.prefix());
    tries.multipart("destination multipart", to.bucket(), to.prefix());
    versioning(s3, to.bucket());
    ownership(s3, to);
    checks.add(
        Check.ok(
            "capacity",
            file.target() <= PARTITION_RATE
                ? "a new bucket takes the target"
                : "a new bucket takes 3,500 copies per second and splits toward the target; 'hikkoshi plan' says how long that takes"));
  }

  /// A run needs to know neither this nor the ownership.
  private void versioning(S3Client s3, String bucket) {
    try {
      String status = s3.getBucketVersioning(r -> r.bucket(bucket)).statusAsString();
      checks.add(Check.ok(VERSIONING, bucket + ": " + (status == null ? "off" : status)));
    } catch (SdkException e) {
      checks.add(Check.ok(VERSIONING, "it cannot be seen: " + e.getMessage()));
    }
  }

  private void ownership(S3Client s3, Destination.Bucket to) {
    try {
      ObjectOwnership ownership =
          s3.getBucketOwnershipControls(r -> r.bucket(to.bucket()))
              .ownershipControls()
              .rules()
              .getFirst()
              .objectOwnership();
      boolean enforced = ownership == ObjectOwnership.BUCKET_OWNER_ENFORCED;
      checks.add(
          enforced || to.settings().ownerFullControl()
              ? Check.ok(OWNERSHIP, to.bucket() + ": " + ownership)
              : Check.wrong(
                  OWNERSHIP,
                  to.bucket() + " is " + ownership + ": copies may belong to who writes them",
                  "set BucketOwnerEnforced on it, or say 'acl: bucket-owner-full-control'"));
    } catch (SdkException e) {
      checks.add(Check.ok(OWNERSHIP, "it cannot be seen: " + e.getMessage()));
    }
  }
}
