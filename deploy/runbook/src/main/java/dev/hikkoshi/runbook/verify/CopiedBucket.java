package dev.hikkoshi.runbook.verify;

import dev.hikkoshi.common.ledger.BucketDestination;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.producer.export.ShardChecks;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.producer.inventory.BucketListing;
import dev.hikkoshi.producer.inventory.InventoryManifest;
import dev.hikkoshi.producer.inventory.InventoryManifestReader;
import dev.hikkoshi.producer.inventory.InventorySplits;
import dev.hikkoshi.producer.inventory.MalformedRowException;
import dev.hikkoshi.producer.inventory.ObjectSink;
import dev.hikkoshi.producer.objects.ObjectSource;
import dev.hikkoshi.producer.objects.VersionAges;
import dev.hikkoshi.runbook.cli.CommandException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/// The destination bucket as a comparison reads it.
sealed interface CopiedBucket {
  /// What is read, for the certificate.
  String name();

  /// What is said of it while it is read.
  String step();

  /// Reads what is below the destination's prefix.
  ///
  /// @throws IOException if it could not be read to its end
  void read(ObjectSink sink) throws IOException, InterruptedException;

  /// All versions of one key, the oldest first.
  ///
  /// @param read as they came
  List<InventoryObject> oldestFirst(String key, List<InventoryObject> read);

  /// The bucket itself.
  ///
  /// @param versions whether all of them count
  record Listed(S3Client s3, BucketDestination destination, boolean versions, Time time)
      implements CopiedBucket {
    /// Ranges that are listed side by side.
    private static final int RANGES = 64;

    @Override
    public String name() {
      return "s3://" + destination.bucket() + "/" + destination.prefix();
    }

    @Override
    public String step() {
      return "listing the destination";
    }

    @Override
    public void read(ObjectSink sink) throws IOException, InterruptedException {
      var listing = new BucketListing(s3, destination.bucket(), versions, time);
      listing.read(listing.ranges(destination.prefix(), RANGES), sink);
    }

    @Override
    public List<InventoryObject> oldestFirst(String key, List<InventoryObject> read) {
      return read.reversed();
    }
  }

  /// An inventory of it.
  record Inventoried(
      S3Client s3, BucketDestination destination, boolean versions, InventoryManifest manifest)
      implements CopiedBucket {
    /// Opens an inventory of the destination.
    ///
    /// @param s3 what reads it
    /// @param location its folder or its `manifest.json`
    /// @throws UnsoundSourceException if it is not sound
    /// @throws CommandException if it is of another bucket, older than the last write, or does not
    ///   tell what is compared
    static Inventoried open(
        S3Client s3,
        BucketDestination destination,
        boolean versions,
        S3Location location,
        Ledger ledger,
        Migration migration) {
      InventoryManifest manifest = new InventoryManifestReader(s3).read(location, false);
      if (!manifest.sourceBucket().equals(destination.bucket())) {
        throw CommandException.usage(
            "--against",
            manifest.location()
                + " is an inventory of "
                + manifest.sourceBucket()
                + ", not of "
                + destination.bucket());
      }
      Instant written = LastWrite.of(ledger, migration);
      if (!manifest.created().isAfter(written)) {
        throw CommandException.usage(
            "--against",
            manifest.location()
                + " shows the bucket at "
                + manifest.created()
                + ", the last write was at "
                + written
                + ": wait for the next inventory");
      }
      if (versions && !manifest.hasVersions()) {
        throw CommandException.usage(
            "--against",
            manifest.location()
                + " does not tell versions apart: give one of all versions with VersionId, IsLatest, IsDeleteMarker and LastModifiedDate");
      }
      return new Inventoried(s3, destination, versions, manifest);
    }

    @Override
    public String name() {
      return manifest.location().toString();
    }

    @Override
    public String step() {
      return "reading the destination's inventory";
    }

    @Override
    public void read(ObjectSink sink) throws IOException, InterruptedException {
      String bucket = manifest.location().bucket();
      var splits = new InventorySplits(s3, manifest.schema(), manifest.sourceBucket());
      List<ShardFile> files = ObjectSource.heads(s3, manifest);
      var checks = new ShardChecks(s3);
      for (ShardFile file : files) {
        if (!file.proven()) {
          checks.read(bucket, file);
        }
      }
      for (Split group : splits.plan(0, bucket, files, 0)) {
        splits.read(group, new Below(sink));
      }
    }

    @Override
    public List<InventoryObject> oldestFirst(String key, List<InventoryObject> read) {
      return new VersionAges(s3, destination.bucket())
          .sorted(read.stream().map(version -> version.withKey(key)).toList());
    }

    /// Lets through what is below the prefix, and current unless all versions count.
    private final class Below implements ObjectSink {
      private final ObjectSink sink;

      Below(ObjectSink sink) {
        this.sink = sink;
      }

      @Override
      public void object(InventoryObject object, String position) throws InterruptedException {
        if (object.key().startsWith(destination.prefix()) && (versions || object.isCurrent())) {
          sink.object(object, position);
        }
      }

      @Override
      public void unreadable(String position, MalformedRowException reason) {
        throw new UnsoundSourceException(
            position, position + " describes no object: " + reason.getMessage());
      }
    }
  }
}
