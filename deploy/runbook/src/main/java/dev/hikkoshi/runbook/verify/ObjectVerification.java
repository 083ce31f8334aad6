package dev.hikkoshi.runbook.verify;

import dev.hikkoshi.common.ledger.BucketDestination;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.producer.inventory.InventoryDelta;
import dev.hikkoshi.producer.inventory.KeyHistories;
import dev.hikkoshi.producer.inventory.MalformedRowException;
import dev.hikkoshi.producer.inventory.ObjectSink;
import dev.hikkoshi.producer.objects.ObjectSource;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.cli.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/// Compares a destination bucket with the inventory or the listing that it was copied from. Both
/// sides are put on disk by key and joined part by part, so that memory grows with neither: keys,
/// sizes and ETags first, and where ETags differ, checksums or what else HEAD tells of both.
public final class ObjectVerification {
  /// A size that no object has, so that nothing is like it.
  private static final long REMOVED = -2;

  /// What an object takes in the data files of an inventory, at least.
  private static final int BYTES_OF_A_ROW = 30;

  private final Services services;
  private final Migration migration;
  private final VerifyMode mode;
  private final Optional<S3Location> against;
  private final Progress progress;
  private final Consumer<Difference> differences;
  private final ObjectMending mending;
  private final ObjectSource source;
  private final BucketDestination destination;
  private final S3Client s3;

  /// @param mode what counts
  /// @param against an inventory of the destination to read instead of listing it
  /// @param differences told each key that differs
  /// @param mending told how each difference would be mended
  public ObjectVerification(
      Services services,
      Migration migration,
      VerifyMode mode,
      Optional<S3Location> against,
      Progress progress,
      Consumer<Difference> differences,
      ObjectMending mending) {
    this.services = services;
    this.migration = migration;
    this.mode = mode;
    this.against = against;
    this.progress = progress;
    this.differences = differences;
    this.mending = mending;
    this.source = new ObjectSource(services.source(migration).s3(), migration, services.time());
    this.destination = source.destination();
    this.s3 = services.destination(migration).s3();
  }

  /// Compares both. Leaves the migration in state `verifying`.
  ///
  /// @throws CommandException if one of them cannot be read
  public VerificationResult run() throws InterruptedException {
    Instant began = services.time().clock().instant();
    if (!services
        .ledger()
        .migrations()
        .advance(migration.name(), migration.phase(), MigrationState.VERIFYING, services.id())) {
      throw CommandException.failed(
          "failed",
          migration.name(),
          "another run of " + migration.name() + " is under way; wait for it");
    }
    boolean versions = source.load().versions();
    CopiedBucket there =
        against.isPresent()
            ? CopiedBucket.Inventoried.open(
                s3, destination, versions, against.get(), services.ledger(), migration)
            : new CopiedBucket.Listed(s3, destination, versions, services.time());
    try {
      return versions ? histories(there, began) : objects(there, began);
    } catch (IOException | UncheckedIOException e) {
      throw CommandException.failed(
          "failed", migration.name(), "source or destination cannot be read: " + e.getMessage());
    }
  }

  private VerificationResult objects(CopiedBucket copies, Instant began)
      throws IOException, InterruptedException {
    var wanted = new ObjectSide(migration.buckets());
    var there = new ObjectSide(migration.buckets());
    try (var join = new InventoryDelta(Files.createTempDirectory("hikkoshi-verify-"), parts())) {
      progress.step("reading the source again", 0);
      source.readAll(splits(), new To(join::now, wanted, source::toKey));
      progress.step(copies.step(), 0);
      copies.read(new To(join::before, there, UnaryOperator.identity()));
      progress.step("comparing both sides", 0);
      var found = new ObjectDifferences(looks(), source, mode, differences, mending);
      join.compare(found);
      found.finish();
      if (mode == VerifyMode.TRANSFERRED && source.load().previous() != null) {
        readRemoved(join, found);
      }
      sayBySize(found.bySize());
      return result(copies, wanted, there, found::count, began);
    }
  }

  private VerificationResult histories(CopiedBucket copies, Instant began)
      throws IOException, InterruptedException {
    var wanted = new ObjectSide(migration.buckets());
    var there = new ObjectSide(migration.buckets());
    try (var both = new KeyHistories(Files.createTempDirectory("hikkoshi-verify-"))) {
      progress.step("reading the source again", 0);
      source.readAll(
          splits(), new Versions(both, KeyHistories.Side.SOURCE, UnaryOperator.identity()));
      progress.step(copies.step(), 0);
      copies.read(new Versions(both, KeyHistories.Side.DESTINATION, source::fromKey));
      progress.step("comparing both sides", 0);
      var found =
          new HistoryDifferences(
              looks(), source, copies, mode, differences, mending, wanted, there);
      both.read(found);
      found.finish();
      sayBySize(found.bySize());
      return result(copies, wanted, there, found::count, began);
    }
  }

  private CopyLooks looks() {
    return new CopyLooks(s3, destination.sourceBucket(), destination.bucket(), services.time());
  }

  private void sayBySize(long objects) {
    if (objects > 0) {
      progress.say(
          objects
              + " objects have neither ETag nor checksum in common with their source: of them only the size was compared");
    }
  }

  private VerificationResult result(
      CopiedBucket copies,
      ObjectSide wanted,
      ObjectSide there,
      ToLongFunction<Difference.Kind> count,
      Instant began) {
    boolean sizes = wanted.sizesKnown() && there.sizesKnown();
    return new VerificationResult(
        mode.spelling(),
        copies.name(),
        List.of(source.load().manifest().toString()),
        migration.buckets(),
        wanted.objects(),
        there.objects(),
        count.applyAsLong(Difference.Kind.MISSING),
        count.applyAsLong(Difference.Kind.EXTRA),
        count.applyAsLong(Difference.Kind.DIFFERENT),
        wanted.fingerprint(sizes),
        there.fingerprint(sizes),
        began.toString(),
        services.time().clock().instant().toString());
  }

  private static InventoryObject bare(String key, long size, @Nullable String etag) {
    return new InventoryObject(
        key, null, true, false, size, null, etag, null, null, null, null, null);
  }

  private int parts() {
    List<Split> splits = splits();
    long files = splits.stream().flatMap(split -> split.files().stream()).count();
    long bytes =
        splits.stream().flatMap(split -> split.files().stream()).mapToLong(f -> f.bytes()).sum();
    long items = splits.stream().mapToLong(Split::items).sum();
    return files == 0 ? Spill.parts(items) : Spill.parts(Math.max(items, bytes / BYTES_OF_A_ROW));
  }

  private List<Split> splits() {
    return services.ledger().splits().all(migration.name());
  }

  /// What only the destination has counts if it should have been removed: if the earlier inventory
  /// has it.
  private void readRemoved(InventoryDelta join, ObjectDifferences found)
      throws IOException, InterruptedException {
    try (var removed = new InventoryDelta(Files.createTempDirectory("hikkoshi-verify-"), parts())) {
      join.compare(new Extra(key -> removed.now(bare(key, REMOVED, null))));
      source.readPrevious(
          new To(removed::before, new ObjectSide(migration.buckets()), source::toKey));
      removed.compare(new Left(found));
    }
  }

  /// Puts one side on disk, under its keys at the destination and without what a copy does not
  /// keep.
  private record To(Disk disk, ObjectSide side, UnaryOperator<String> toKey) implements ObjectSink {
    interface Disk {
      void add(InventoryObject object) throws IOException;
    }

    @Override
    public void object(InventoryObject object, String position) {
      String key = toKey.apply(object.key());
      side.add(key, object.size());
      try {
        disk.add(bare(key, object.size(), object.etag()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void unreadable(String position, MalformedRowException reason) {
      // recorded dead when it was read first
    }
  }

  /// Puts the versions of one side on disk, under their keys at the source.
  private record Versions(KeyHistories both, KeyHistories.Side side, UnaryOperator<String> key)
      implements ObjectSink {
    @Override
    public void object(InventoryObject object, String position) {
      try {
        both.add(side, object.withKey(key.apply(object.key())));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void unreadable(String position, MalformedRowException reason) {
      // recorded dead when it was read first
    }
  }

  /// Hands on what only the destination has.
  private record Extra(Keys keys) implements InventoryDelta.Changes {
    interface Keys {
      void add(String key) throws IOException;
    }

    @Override
    public void added(InventoryObject object) {
      // told already
    }

    @Override
    public void changed(InventoryObject object) {
      // told already
    }

    @Override
    public void removed(String key) {
      try {
        keys.add(key);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Tells what should have been removed and was not.
  private record Left(ObjectDifferences found) implements InventoryDelta.Changes {
    @Override
    public void added(InventoryObject object) {
      // somebody else's
    }

    @Override
    public void changed(InventoryObject object) throws InterruptedException {
      found.extra(object.key());
    }

    @Override
    public void removed(String key) {
      // not at the destination, or still in the source
    }
  }
}
