package dev.hikkoshi.runbook.verify;

import dev.hikkoshi.common.digest.TableDigest;
import dev.hikkoshi.common.item.ExportLine;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.ledger.ExportLoad;
import dev.hikkoshi.common.ledger.ExportView;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.time.SideBySide;
import dev.hikkoshi.common.unit.RawJson;
import dev.hikkoshi.producer.export.ExportManifest;
import dev.hikkoshi.producer.export.ExportManifestReader;
import dev.hikkoshi.producer.export.ShardChecks;
import dev.hikkoshi.producer.export.ShardReader;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.producer.split.SplitPlanner;
import dev.hikkoshi.producer.split.SplitReader;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.cli.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

/// The destination as a full export of it, which takes no read capacity of the table.
final class ExportedTable implements Destination {
  /// Splits read at once, each with up to 256 files side by side.
  private static final int AT_ONCE = 4;

  private final Services services;
  private final Migration migration;
  private final ExportManifest manifest;
  private final List<Split> splits;
  private final Progress progress;

  private ExportedTable(
      Services services,
      Migration migration,
      ExportManifest manifest,
      List<Split> splits,
      Progress progress) {
    this.services = services;
    this.migration = migration;
    this.manifest = manifest;
    this.splits = splits;
    this.progress = progress;
  }

  /// Opens an export of the destination.
  ///
  /// @param export its folder or its `manifest-summary.json`
  /// @throws UnsoundSourceException if the export is not sound
  /// @throws CommandException if it is no full export of the destination, taken since it was
  ///   written
  static ExportedTable open(
      Services services, Migration migration, S3Location export, Progress progress)
      throws InterruptedException {
    ExportManifest manifest =
        new ExportManifestReader(services.destination(migration).s3()).read(export, false);
    checkIsOf(migration, manifest);
    checkIsSince(LastWrite.of(services.ledger(), migration), manifest);
    String bucket = manifest.summary().bucket();
    List<ShardFile> files =
        new ShardChecks(services.destination(migration).s3())
            .heads(services.time(), bucket, manifest.files());
    return new ExportedTable(
        services, migration, manifest, SplitPlanner.plan(0, bucket, files, 0), progress);
  }

  private static void checkIsOf(Migration migration, ExportManifest manifest) {
    if (manifest.view() != ExportView.ITEMS) {
      throw CommandException.usage(
          "--against", manifest.summary() + " is an incremental export; give a full one");
    }
    String exported = manifest.tableArn();
    if (exported == null) {
      throw CommandException.usage(
          "--against", manifest.summary() + " does not say of which table it is (tableArn)");
    }
    if (!exported.endsWith(":table/" + migration.table())) {
      throw CommandException.usage(
          "--against",
          manifest.summary()
              + " is an export of "
              + exported
              + ", not of table "
              + migration.table());
    }
  }

  private static void checkIsSince(Instant written, ExportManifest manifest) {
    Instant exported = manifest.to();
    if (exported == null || !exported.isAfter(written)) {
      throw CommandException.usage(
          "--against",
          manifest.summary()
              + (exported == null
                  ? " does not say its exportTime"
                  : " shows the table at " + exported)
              + ", the last write was at "
              + written
              + ": export it again");
    }
  }

  @Override
  public String name() {
    return manifest.summary().toString();
  }

  /// Reads the export. Its bytes are proven by ETag, or read and compared, before anything of them
  /// counts.
  @Override
  public TableDigest digest() throws IOException, InterruptedException {
    progress.step("reading the destination's export", splits.size());
    var checks = new ShardChecks(services.destination(migration).s3());
    var digest = new TableDigest(migration.buckets());
    each(split -> {
      for (ShardFile file : split.files()) {
        if (!file.proven()) {
          checks.read(split.bucket(), file);
        }
      }
      SplitReader.Summary summary = reader().read(split, new ToItems((_, _) -> {}));
      synchronized (digest) {
        digest.merge(summary.digest());
      }
    });
    return digest;
  }

  @Override
  public void read(Items items) throws IOException, InterruptedException {
    each(split -> reader().read(split, new ToItems(items)));
  }

  private SplitReader reader() {
    var load =
        new ExportLoad(
            manifest.summary(), manifest.format(), manifest.view(), manifest.itemCount(), false);
    return new SplitReader(services.destination(migration).s3(), migration.loading(List.of(load)));
  }

  private void each(Reading reading) throws IOException, InterruptedException {
    var free = new Semaphore(AT_ONCE);
    List<Callable<Boolean>> tasks =
        splits.stream()
            .<Callable<Boolean>>map(split ->
                () -> {
                  free.acquire();
                  try {
                    reading.read(split);
                    return true;
                  } finally {
                    free.release();
                  }
                })
            .toList();
    try {
      SideBySide.run(services.time(), "read-export", tasks);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnsoundSourceException unsound) {
        throw unsound;
      }
      throw new IOException("reading " + name() + " failed: " + e.getCause(), e.getCause());
    }
  }

  /// Reads one split.
  private interface Reading {
    void read(Split split) throws IOException, InterruptedException;
  }

  private record ToItems(Items items) implements SplitReader.SourceItems {
    @Override
    public void item(ShardReader at, ExportLine line) {
      try {
        items.item(new RawJson(at.buffer(), line.itemFrom(), line.itemTo()), line.item());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void unreadable(ShardReader at, MalformedItemException reason) {
      throw new UnsoundSourceException(
          at.file().key(),
          at.file().key() + ":" + at.line() + " holds no item: " + reason.getMessage());
    }
  }
}
