package dev.hikkoshi.producer.objects;

import dev.hikkoshi.common.ledger.BucketDestination;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.ObjectLoad;
import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.common.objects.KeyFilter;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.common.unit.ObjectHistory;
import dev.hikkoshi.common.unit.VersionToCopy;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.producer.inventory.BucketListing;
import dev.hikkoshi.producer.inventory.InventoryManifest;
import dev.hikkoshi.producer.inventory.InventoryManifestReader;
import dev.hikkoshi.producer.inventory.InventorySplits;
import dev.hikkoshi.producer.inventory.MalformedRowException;
import dev.hikkoshi.producer.inventory.ObjectSink;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.s3.S3Client;

/// What a migration of objects reads: the objects of an inventory or a listing that its patterns
/// mean, the current ones or all versions.
public final class ObjectSource {
  private final S3Client s3;
  private final ObjectLoad load;
  private final BucketDestination destination;
  private final KeyFilter filter;
  private final Time time;

  /// @param s3 what reads the migration's source
  /// @throws IllegalArgumentException if it moves no objects
  public ObjectSource(S3Client s3, Migration migration, Time time) {
    if (!(migration.loads().getFirst() instanceof ObjectLoad objects)
        || !(migration.destination() instanceof BucketDestination bucket)) {
      throw new IllegalArgumentException(migration.name() + " moves no objects");
    }
    this.s3 = s3;
    this.load = objects;
    this.destination = bucket;
    this.filter = objects.patterns().filter();
    this.time = time;
  }

  /// What it loads.
  public ObjectLoad load() {
    return load;
  }

  /// Where it goes to.
  public BucketDestination destination() {
    return destination;
  }

  /// The patterns that have matched a key so far.
  public List<String> matched() {
    return filter.matched().entrySet().stream()
        .filter(each -> each.getValue() > 0)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// A source's key at the destination.
  public String toKey(String key) {
    return destination.prefix() + key.substring(load.prefix().length());
  }

  /// A key at the destination as the source has it.
  public String fromKey(String toKey) {
    return load.prefix() + toKey.substring(destination.prefix().length());
  }

  /// Reads a split: of an inventory the rows of its files, of a bucket what is in its ranges.
  ///
  /// @throws UnsoundSourceException if a file was replaced, or is not what the manifest says
  /// @throws IOException if it could not be read to its end
  public void read(Split split, ObjectSink sink) throws IOException, InterruptedException {
    if (load.listed()) {
      new BucketListing(s3, split.bucket(), load.versions(), time)
          .read(split.ranges(), new Meant(sink));
    } else {
      InventoryManifest manifest = manifest(load.manifest());
      splits(manifest).read(split, new Meant(sink));
    }
  }

  /// Reads everything that the destination should hold in the end.
  ///
  /// @param splits all of the migration
  /// @throws IOException if it could not be read to its end
  public void readAll(List<Split> splits, ObjectSink sink)
      throws IOException, InterruptedException {
    if (load.gathered() && !load.listed()) {
      readAll(manifest(load.manifest()), sink);
      return;
    }
    for (Split split : splits) {
      read(split, sink);
    }
  }

  /// Whether an inventory is of the destination and not an earlier one of the source.
  public boolean isOfDestination(InventoryManifest previous) {
    return !previous.sourceBucket().equals(destination.sourceBucket());
  }

  /// Reads what is at the destination already, if only what differs from it is loaded: the objects
  /// of the earlier inventory, or those of the destination's that begin with its prefix, under the
  /// keys that they would have at the source.
  ///
  /// @throws IOException if it could not be read to its end
  public void readPrevious(ObjectSink sink) throws IOException, InterruptedException {
    if (load.previous() == null) {
      return;
    }
    InventoryManifest previous = manifest(load.previous());
    if (isOfDestination(previous)) {
      readFiles(previous, new There(new Meant(sink)));
    } else {
      readAll(previous, sink);
    }
  }

  /// Reads an inventory's files, group by group.
  void readAll(InventoryManifest manifest, ObjectSink sink)
      throws IOException, InterruptedException {
    readFiles(manifest, new Meant(sink));
  }

  private void readFiles(InventoryManifest manifest, ObjectSink sink)
      throws IOException, InterruptedException {
    InventorySplits splits = splits(manifest);
    for (Split group : splits.plan(0, manifest.location().bucket(), heads(s3, manifest), 0)) {
      splits.read(group, sink);
    }
  }

  /// Looks at the heads of all files of an inventory.
  ///
  /// @throws UnsoundSourceException if one is missing, or not as large as the manifest says
  public static List<ShardFile> heads(S3Client s3, InventoryManifest manifest) {
    String bucket = manifest.location().bucket();
    return manifest.files().stream().map(file -> InventorySplits.head(s3, bucket, file)).toList();
  }

  /// A manifest whose own checksum was looked at when the migration was planned.
  InventoryManifest manifest(S3Location location) {
    return new InventoryManifestReader(s3).read(location, true);
  }

  private InventorySplits splits(InventoryManifest manifest) {
    return new InventorySplits(s3, manifest.schema(), manifest.sourceBucket());
  }

  /// All versions of one key, the oldest first.
  ///
  /// @param read as they came when this source was read
  /// @throws IllegalArgumentException if it can not be told which of two came first
  public List<InventoryObject> oldestFirst(List<InventoryObject> read) {
    return load.listed()
        ? read.reversed()
        : new VersionAges(s3, destination.sourceBucket()).sorted(read);
  }

  /// All versions of one key as they are to be copied.
  ///
  /// @param versions the oldest first
  /// @throws IllegalArgumentException if they say something of themselves that S3 never says
  public ObjectHistory history(String key, List<InventoryObject> versions) {
    return new ObjectHistory(
        key, toKey(key), versions.stream().map(ObjectSource::version).toList());
  }

  private static VersionToCopy version(InventoryObject object) {
    String known = object.versionId();
    String id = known == null ? "null" : known;
    return object.deleteMarker()
        ? VersionToCopy.marker(id)
        : new VersionToCopy(id, false, object.size(), object.etag(), object.storageClass());
  }

  /// Lets through what is below the destination's prefix, under its key at the source.
  private final class There implements ObjectSink {
    private final ObjectSink sink;

    There(ObjectSink sink) {
      this.sink = sink;
    }

    @Override
    public void object(InventoryObject object, String position) throws InterruptedException {
      if (object.key().startsWith(destination.prefix())) {
        sink.object(object.withKey(fromKey(object.key())), position);
      }
    }

    @Override
    public void unreadable(String position, MalformedRowException reason)
        throws InterruptedException {
      sink.unreadable(position, reason);
    }
  }

  /// Lets through what is current, or all versions, and meant.
  private final class Meant implements ObjectSink {
    private final ObjectSink sink;

    Meant(ObjectSink sink) {
      this.sink = sink;
    }

    @Override
    public void object(InventoryObject object, String position) throws InterruptedException {
      if ((load.versions() || object.isCurrent()) && filter.accepts(object.key())) {
        sink.object(object, position);
      }
    }

    @Override
    public void unreadable(String position, MalformedRowException reason)
        throws InterruptedException {
      sink.unreadable(position, reason);
    }
  }
}
