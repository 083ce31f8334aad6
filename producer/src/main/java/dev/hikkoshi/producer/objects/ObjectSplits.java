package dev.hikkoshi.producer.objects;

import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.producer.export.ShardChecks;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.producer.inventory.InventoryDelta;
import dev.hikkoshi.producer.inventory.InventoryManifest;
import dev.hikkoshi.producer.inventory.KeyHistories;
import dev.hikkoshi.producer.inventory.MalformedRowException;
import dev.hikkoshi.producer.inventory.ObjectSink;
import dev.hikkoshi.producer.split.UnitSender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.s3.S3Client;

/// What a producer does with a split of objects. For one thread.
public final class ObjectSplits {
  private final S3Client s3;
  private final Ledger ledger;
  private final Migration migration;
  private final ObjectSource source;

  /// @param s3 what reads the migration's source
  public ObjectSplits(S3Client s3, Ledger ledger, Migration migration, Time time) {
    this.s3 = s3;
    this.ledger = ledger;
    this.migration = migration;
    this.source = new ObjectSource(s3, migration, time);
  }

  /// Of inventories that are read as a whole, reads the bytes that no ETag proves, and counts what
  /// would be removed.
  ///
  /// @throws UnsoundSourceException if a file is damaged, or more keys would be removed than
  ///   allowed
  public void check() throws IOException, InterruptedException {
    if (!source.load().gathered()) {
      return;
    }
    checkBytes(source.manifest(source.load().manifest()));
    S3Location previous = source.load().previous();
    if (previous == null) {
      return;
    }
    InventoryManifest earlier = source.manifest(previous);
    checkBytes(earlier);
    if (source.load().maxDelete().isPresent()) {
      long most = source.load().maxDelete().getAsLong();
      refuseTooMany(compare(earlier, new Nowhere()).removed(), most);
    }
  }

  private void checkBytes(InventoryManifest manifest) throws IOException {
    var checks = new ShardChecks(s3);
    for (ShardFile file : ObjectSource.heads(s3, manifest)) {
      if (!file.proven()) {
        checks.read(manifest.location().bucket(), file);
      }
    }
  }

  private static void refuseTooMany(long removed, long most) {
    if (removed > most) {
      throw new UnsoundSourceException(
          "max-delete",
          String.format(
              Locale.ROOT,
              "%d keys would be removed, max-delete allows %d: nothing was copied or removed; if that is right, allow as many",
              removed,
              most));
    }
  }

  /// Sends a split's units and records it as closed.
  ///
  /// @throws UnsoundSourceException if a file was replaced, or is not what the manifest says
  /// @throws IOException if it could not be read to its end
  public void send(Split split, UnitSender sender) throws IOException, InterruptedException {
    var units = new Units(split, new ObjectStream(source.destination(), sender::objects));
    S3Location previous = source.load().previous();
    if (previous != null) {
      compare(source.manifest(previous), units);
    } else if (source.load().versions()) {
      gather(split, units);
    } else {
      source.read(split, units);
    }
    units.stream.finish();
    sender.await();
    ledger.splits().matched(migration.name(), split.id(), source.matched());
    ledger
        .splits()
        .closed(
            migration.name(),
            split.id(),
            units.items,
            units.unreadable,
            units.deletes,
            units.bytes,
            units.stream.count());
  }

  /// Reads both inventories and hands on what changed.
  private InventoryDelta.Totals compare(InventoryManifest earlier, InventoryDelta.Changes changes)
      throws IOException, InterruptedException {
    var folder = Files.createTempDirectory("hikkoshi-delta-");
    try (var delta = new InventoryDelta(folder, InventoryDelta.parts(earlier.bytes()))) {
      boolean times = !source.isOfDestination(earlier);
      source.readPrevious(new Collecting(delta::before, times));
      source.readAll(source.manifest(source.load().manifest()), new Collecting(delta::now, times));
      return delta.compare(changes);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// Reads all versions and hands on those of each key together.
  private void gather(Split split, Units units) throws IOException, InterruptedException {
    try (var histories = new KeyHistories(Files.createTempDirectory("hikkoshi-versions-"))) {
      source.readAll(
          List.of(split),
          new ObjectSink() {
            @Override
            public void object(InventoryObject object, String position) {
              try {
                histories.add(KeyHistories.Side.SOURCE, object);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            }

            @Override
            public void unreadable(String position, MalformedRowException reason) {
              units.unreadable(position, reason);
            }
          });
      histories.read((key, versions, _) -> units.history(key, versions));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// Packs what is read, counts it, and records what can not be copied.
  private final class Units implements ObjectSink, InventoryDelta.Changes {
    private final String split;
    private final ObjectStream stream;
    private long items;
    private long unreadable;
    private long deletes;
    private long bytes;

    Units(Split split, ObjectStream stream) {
      this.split = split.id();
      this.stream = stream;
    }

    @Override
    public void object(InventoryObject object, String position) throws InterruptedException {
      items++;
      try {
        stream.copy(object, source.toKey(object.key()));
        bytes += Math.max(0, object.size());
      } catch (IllegalArgumentException e) {
        dead(object.key(), e, position);
      }
    }

    void history(String key, List<InventoryObject> read) throws InterruptedException {
      List<InventoryObject> versions = read;
      try {
        versions = source.oldestFirst(read);
        stream.copy(source.history(key, versions));
        deletes += versions.stream().filter(InventoryObject::deleteMarker).count();
        bytes += versions.stream().mapToLong(version -> Math.max(0, version.size())).sum();
      } catch (IllegalArgumentException e) {
        for (InventoryObject version : versions) {
          dead(key, e, "version " + version.versionId());
        }
      }
      items += versions.size();
    }

    @Override
    public void added(InventoryObject object) throws InterruptedException {
      object(object, "");
    }

    @Override
    public void changed(InventoryObject object) throws InterruptedException {
      object(object, "");
    }

    @Override
    public void removed(String key) throws InterruptedException {
      items++;
      deletes++;
      stream.remove(source.toKey(key));
    }

    @Override
    public void unreadable(String position, MalformedRowException reason) {
      items++;
      dead(position, reason, position);
    }

    private void dead(String key, Exception reason, String position) {
      unreadable++;
      ledger
          .dead()
          .record(
              migration.name(),
              new DeadItem(split, key, String.valueOf(reason.getMessage()), position));
    }
  }

  /// Takes an inventory for a comparison, in which a row that cannot be read would look like a key
  /// that was removed.
  ///
  /// @param times whether the time of writing is compared: a copy has its own
  private record Collecting(Side side, boolean times) implements ObjectSink {
    interface Side {
      void add(InventoryObject object) throws IOException;
    }

    @Override
    public void object(InventoryObject object, String position) {
      try {
        side.add(times ? object : object.withoutTime());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void unreadable(String position, MalformedRowException reason) {
      throw new UnsoundSourceException(
          position, position + " describes no object: " + reason.getMessage());
    }
  }

  /// Only the totals count.
  private record Nowhere() implements InventoryDelta.Changes {
    @Override
    public void added(InventoryObject object) {
      // counted by the comparison
    }

    @Override
    public void changed(InventoryObject object) {
      // counted by the comparison
    }

    @Override
    public void removed(String key) {
      // counted by the comparison
    }
  }
}
