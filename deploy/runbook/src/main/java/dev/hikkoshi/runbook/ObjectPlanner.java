package dev.hikkoshi.runbook;

import dev.hikkoshi.common.digest.TableDigest;
import dev.hikkoshi.common.ledger.BucketDestination;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.ledger.ObjectLoad;
import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.migration.Destination;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.Previous;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.migration.Source;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.common.objects.KeyRange;
import dev.hikkoshi.common.queue.Payloads;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.producer.inventory.BucketListing;
import dev.hikkoshi.producer.inventory.InventoryManifest;
import dev.hikkoshi.producer.inventory.InventoryManifestReader;
import dev.hikkoshi.producer.inventory.InventorySplits;
import dev.hikkoshi.producer.objects.ObjectSource;
import dev.hikkoshi.runbook.cli.CommandException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/// Looks at buckets and, if they are there, records a new migration of objects with its splits.
/// Writes nothing anywhere else but what the destination lists, if that is wanted.
final class ObjectPlanner {
  /// Ranges that one producer lists side by side; each holds two pages of a thousand objects.
  private static final int RANGES = 48;

  /// Listings that producers read at the same time.
  private static final int LISTINGS = 2;

  private static final String FIRST = "s00000";

  private final Services services;
  private final S3Client s3;
  private final MigrationFile file;
  private final Source.Objects source;
  private final Destination.Bucket destination;
  private final RunOptions options;
  private final Progress progress;
  private final List<String> unsound = new ArrayList<>();

  ObjectPlanner(
      Services services,
      MigrationFile file,
      Source.Objects source,
      Destination.Bucket destination,
      RunOptions options,
      Progress progress) {
    this.services = services;
    this.s3 = services.clients().as(source.role()).s3();
    this.file = file;
    this.source = source;
    this.destination = destination;
    this.options = options;
    this.progress = progress;
  }

  /// Plans the migration.
  ///
  /// @throws UnsoundSourceException if the inventory is not sound
  /// @throws CommandException exit 3 if a bucket is missing or cannot be reached
  Migration plan() throws InterruptedException {
    S3Client there = services.clients().as(destination.role()).s3();
    reachable(there, destination.bucket(), "destination.bucket");
    if (source.versions()) {
      keepsVersions(there);
    }
    return switch (source) {
      case Source.Inventory inventory -> inventory(inventory, there);
      case Source.Bucket bucket -> listing(bucket);
    };
  }

  /// Whether a source is what was planned.
  static boolean isPlanned(Source.Objects source, Migration migration) {
    if (!(migration.loads().getFirst() instanceof ObjectLoad planned)) {
      return false;
    }
    S3Location previous = planned.previous();
    return source.comparesWithListing()
        ? previous != null
            && previous.key().startsWith(Payloads.listingsFolder(migration.name()))
            && planned.equals(load(source, previous))
        : planned.equals(load(source, named(source)));
  }

  /// The earlier manifest that a file names, if it does.
  private static @Nullable S3Location named(Source.Objects source) {
    return source instanceof Source.Inventory inventory
            && inventory.previous() instanceof Previous.Inventory(var location)
        ? InventoryManifestReader.manifest(location)
        : null;
  }

  /// What a source is in the ledger.
  private static ObjectLoad load(Source.Objects source, @Nullable S3Location previous) {
    return switch (source) {
      case Source.Inventory(var location, var versions, _, var maxDelete, var patterns, _) ->
          new ObjectLoad(
              InventoryManifestReader.manifest(location),
              false,
              versions,
              previous,
              maxDelete,
              patterns);
      case Source.Bucket(var location, var versions, var patterns, _) ->
          new ObjectLoad(location, true, versions, null, OptionalLong.empty(), patterns);
    };
  }

  /// In any other bucket each version would replace the one before it.
  private void keepsVersions(S3Client there) {
    BucketVersioningStatus status;
    try {
      status = there.getBucketVersioning(r -> r.bucket(destination.bucket())).status();
    } catch (SdkException e) {
      throw CommandException.refused(
          "destination.bucket",
          "whether bucket "
              + destination.bucket()
              + " keeps versions cannot be seen: "
              + e.getMessage());
    }
    if (status != BucketVersioningStatus.ENABLED) {
      throw CommandException.refused(
          "destination.bucket",
          "bucket "
              + destination.bucket()
              + " keeps no versions, and 'versions: all' would leave the newest alone: enable versioning on it");
    }
  }

  private Migration inventory(Source.Inventory inventory, S3Client there)
      throws InterruptedException {
    InventoryManifest manifest = read(inventory.location());
    existing(manifest.sourceBucket());
    apart(manifest.sourceBucket(), "");
    if (inventory.versions() && !manifest.hasVersions()) {
      throw CommandException.refused(
          "source.s3-inventory",
          manifest.location()
              + " does not tell versions apart: 'versions: all' needs an inventory of all versions with VersionId, IsLatest, IsDeleteMarker and LastModifiedDate");
    }
    S3Location previous =
        inventory.comparesWithListing()
            ? new DestinationListing(services, file, progress).write(there, destination)
            : named(inventory);
    if (previous != null) {
      checkEarlier(read(previous), manifest);
    }
    ObjectLoad load = load(inventory, previous);
    if (load.gathered()) {
      // One producer brings it together, which checks it first.
      return record(
          load,
          manifest.sourceBucket(),
          List.of(Split.planned(FIRST, 0, manifest.location().bucket(), List.of())));
    }
    List<ShardFile> files = ObjectSource.heads(s3, manifest);
    return record(
        load,
        manifest.sourceBucket(),
        new InventorySplits(s3, manifest.schema(), manifest.sourceBucket())
            .plan(0, manifest.location().bucket(), files, 0));
  }

  private InventoryManifest read(S3Location location) {
    InventoryManifest manifest =
        new InventoryManifestReader(s3).read(location, options.allowUnsound());
    unsound.addAll(manifest.unsound());
    return manifest;
  }

  /// An earlier inventory of the source, or one of the destination of whatever time.
  private void checkEarlier(InventoryManifest previous, InventoryManifest manifest) {
    boolean ofSource = previous.sourceBucket().equals(manifest.sourceBucket());
    if (!ofSource && previous.sourceBucket().equals(destination.bucket())) {
      return;
    }
    if (!ofSource) {
      throw CommandException.refused(
          "source.previous",
          previous.location()
              + " is an inventory of "
              + previous.sourceBucket()
              + ", "
              + manifest.location()
              + " one of "
              + manifest.sourceBucket()
              + ": give an earlier one of that, or one of "
              + destination.bucket());
    }
    if (!previous.created().isBefore(manifest.created())) {
      throw CommandException.refused(
          "source.previous",
          previous.location()
              + " was made at "
              + previous.created()
              + ", not before "
              + manifest.location()
              + " at "
              + manifest.created());
    }
  }

  private Migration listing(Source.Bucket bucket) {
    S3Location location = bucket.location();
    reachable(s3, location.bucket(), "source.s3-bucket");
    apart(location.bucket(), location.key());
    List<KeyRange> ranges =
        new BucketListing(s3, location.bucket(), bucket.versions(), services.time())
            .ranges(location.key(), RANGES * LISTINGS);
    int count = ranges.size() < RANGES ? 1 : LISTINGS;
    List<Split> splits =
        IntStream.range(0, count)
            .mapToObj(split ->
                Split.listing(
                    String.format(Locale.ROOT, "s%05d", split),
                    0,
                    location.bucket(),
                    IntStream.range(0, ranges.size())
                        .filter(i -> i % count == split)
                        .mapToObj(ranges::get)
                        .toList()))
            .toList();
    return record(load(bucket, null), location.bucket(), splits);
  }

  /// @param prefix what the source's keys lose
  private void apart(String sourceBucket, String prefix) {
    if (sourceBucket.equals(destination.bucket())
        && (destination.prefix().startsWith(prefix) || prefix.startsWith(destination.prefix()))) {
      throw CommandException.refused(
          "destination.prefix",
          "s3://"
              + sourceBucket
              + "/"
              + destination.prefix()
              + " and the source s3://"
              + sourceBucket
              + "/"
              + prefix
              + " hold the same objects: give another bucket, or a prefix beside the source's");
    }
  }

  private Migration record(ObjectLoad load, String sourceBucket, List<Split> splits) {
    var migration =
        new Migration(
            file.name(),
            List.of(load),
            new BucketDestination(
                sourceBucket, destination.bucket(), destination.prefix(), destination.settings()),
            source.role(),
            destination.role(),
            null,
            file.target(),
            file.target(),
            MigrationFile.DEFAULT_COPIES,
            file.readTarget().orElse(MigrationFile.DEFAULT_COPIES),
            file.verify().orElse(VerifyMode.ALL),
            MigrationState.CHECKING,
            0,
            splits.size(),
            TableDigest.MAX_BUCKETS,
            unsound,
            services.time().clock().instant());
    for (Split split : splits) {
      services.ledger().splits().plan(file.name(), split);
      if (!load.gathered() && split.files().stream().allMatch(ShardFile::proven)) {
        services.ledger().splits().checked(file.name(), split.id());
      }
    }
    services.ledger().migrations().create(migration);
    return migration;
  }

  /// Who reads an inventory need not be allowed to look at the bucket that it is of, but that has
  /// to be there.
  private void existing(String bucket) {
    try {
      s3.headBucket(r -> r.bucket(bucket));
    } catch (NoSuchBucketException e) {
      throw missing(bucket, "source.s3-inventory");
    } catch (SdkException e) {
      // The workers, which copy, are told if they may not.
    }
  }

  private static void reachable(S3Client client, String bucket, String subject) {
    try {
      client.headBucket(r -> r.bucket(bucket));
    } catch (NoSuchBucketException e) {
      throw missing(bucket, subject);
    } catch (SdkException e) {
      throw CommandException.refused(
          subject, "bucket " + bucket + " cannot be reached: " + e.getMessage());
    }
  }

  private static CommandException missing(String bucket, String subject) {
    return CommandException.refused(subject, "no such bucket: " + bucket);
  }
}
