package dev.hikkoshi.runbook.dead;

import dev.hikkoshi.common.item.ExportLine;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.unit.KeyJson;
import dev.hikkoshi.common.unit.RawJson;
import dev.hikkoshi.producer.export.ExportManifest;
import dev.hikkoshi.producer.export.ExportManifestReader;
import dev.hikkoshi.producer.export.ShardChecks;
import dev.hikkoshi.producer.export.ShardReader;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.producer.split.SplitReader;
import dev.hikkoshi.producer.split.SplitReader.SourceItems;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.runbook.Resend;
import dev.hikkoshi.runbook.Services;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Sends dead items again, as the source has them now: after the table's limits were changed, or
/// the line in the export was mended (and its manifest with it).
///
/// It can be interrupted and repeated at any point. An item whose key a later export has written or
/// deleted is never sent: it would overwrite newer data.
public final class Redrive {
  private final Services services;
  private final Ledger ledger;
  private final Migration migration;
  private final Progress progress;
  private final SplitReader reader;
  private final boolean allowUnsound;
  private final Resend resend;

  /// @param migration in the phase that redrives, which no unit has been sent for
  public Redrive(Services services, Migration migration, Progress progress, boolean allowUnsound) {
    this.services = services;
    this.ledger = services.ledger();
    this.migration = migration;
    this.progress = progress;
    this.reader = new SplitReader(services.source(migration).s3(), migration);
    this.allowUnsound = allowUnsound;
    this.resend =
        new Resend(services, migration, Ledger.redrivenUnits(migration.phase()), progress);
  }

  /// Sends every dead item whose place is known, and waits until all are settled.
  ///
  /// @return how many are not dead any more
  /// @throws UnsoundSourceException if a file of theirs was changed, but not its manifest with it
  public long redrive() throws InterruptedException, IOException {
    Map<String, DeadItem> dead =
        ledger.dead().all(migration.name()).stream()
            .filter(item -> !item.at().isEmpty())
            .collect(Collectors.toMap(DeadItem::at, Function.identity(), (a, _) -> a));
    progress.step("sending dead items again", dead.size());
    forgetInterrupted();
    List<Split> splits = ledger.splits().all(migration.name());
    var checks = new Checks();
    for (Split split : splits) {
      Map<String, DeadItem> ofSplit = of(split, dead);
      if (!ofSplit.isEmpty()) {
        redrive(checks.check(split), ofSplit, splits);
      }
    }
    resend.finish();
    return resend.revived();
  }

  /// Items that died once more in a redrive that was interrupted: they are in the ledger as what
  /// they were before, too.
  private void forgetInterrupted() {
    ledger.dead().all(migration.name()).stream()
        .filter(item -> Ledger.isRedriven(item.unit()))
        .forEach(item -> ledger.dead().remove(migration.name(), item));
  }

  private static Map<String, DeadItem> of(Split split, Map<String, DeadItem> dead) {
    Set<String> files = split.files().stream().map(ShardFile::key).collect(Collectors.toSet());
    return dead.entrySet().stream()
        .filter(item -> files.contains(file(item.getKey())))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static String file(String at) {
    return at.substring(0, at.lastIndexOf(':'));
  }

  /// Reads the split twice: first for its digest, which must be in the ledger before the first of
  /// its items is taken off the dead, then for the items in question.
  private void redrive(Split split, Map<String, DeadItem> dead, List<Split> splits)
      throws InterruptedException, IOException {
    var keys = new HashSet<ByteBuffer>();
    reader
        .read(
            split,
            new EachItem((at, line) -> {
              if (dead.containsKey(DeadLocator.place(at))) {
                keys.add(ByteBuffer.wrap(line.item().key()));
              }
            }))
        .record(ledger, migration.name(), split, split.units());
    reader.read(split, new Items(dead, touchedLater(split, keys, splits)));
  }

  /// Those of the keys that a later export has written or deleted.
  private Set<ByteBuffer> touchedLater(Split split, Set<ByteBuffer> keys, List<Split> splits)
      throws InterruptedException, IOException {
    var touched = new HashSet<ByteBuffer>();
    for (Split each : splits) {
      if (each.phase() > split.phase()) {
        reader.read(
            each,
            new EachItem((_, line) -> {
              ByteBuffer key = ByteBuffer.wrap(line.item().key());
              if (keys.contains(key)) {
                touched.add(key);
              }
            }));
      }
    }
    return touched;
  }

  /// Takes the items in question out of a split.
  private final class Items implements SourceItems {
    private final Map<String, DeadItem> dead;
    private final Set<ByteBuffer> touched;

    Items(Map<String, DeadItem> dead, Set<ByteBuffer> touched) {
      this.dead = dead;
      this.touched = touched;
    }

    @Override
    public void item(ShardReader at, ExportLine line) throws InterruptedException {
      DeadItem item = dead.get(DeadLocator.place(at));
      if (item == null) {
        return;
      }
      String key =
          KeyJson.of(migration.key(), new RawJson(at.buffer(), line.itemFrom(), line.itemTo()))
              .orElse("");
      if (touched.contains(ByteBuffer.wrap(line.item().key()))) {
        progress.say(
            item.at() + " is not sent again: a later export has written or deleted its key " + key);
        return;
      }
      if (item.occurrence() > 1 && item.key().equals(key)) {
        progress.say(item.at() + " is not sent again: " + item.reason() + " " + key);
        return;
      }
      resend.add(
          at.buffer(), line.itemFrom(), line.itemTo(), line.isDelete(), key, Optional.of(item));
    }

    @Override
    public void unreadable(ShardReader at, MalformedItemException reason) {
      DeadItem item = dead.get(DeadLocator.place(at));
      if (item != null) {
        ledger.dead().record(migration.name(), item.because(String.valueOf(reason.getMessage())));
      }
    }
  }

  /// Looks at every item.
  private record EachItem(Look look) implements SourceItems {
    interface Look {
      void at(ShardReader at, ExportLine line);
    }

    @Override
    public void item(ShardReader at, ExportLine line) {
      look.at(at, line);
    }

    @Override
    public void unreadable(ShardReader at, MalformedItemException reason) {
      // it has no key
    }
  }

  /// Checks files that were changed since they were read, against the manifests as they are now.
  private final class Checks {
    private final Map<Integer, ExportManifest> manifests = new HashMap<>();
    private final ShardChecks checks = new ShardChecks(services.source(migration).s3());

    Split check(Split split) throws IOException {
      ExportManifest manifest =
          manifests.computeIfAbsent(
              split.phase(),
              phase ->
                  new ExportManifestReader(services.source(migration).s3())
                      .read(migration.loads().get(phase).manifest(), allowUnsound));
      Map<String, ExportManifest.DataFile> listed =
          manifest.files().stream()
              .collect(Collectors.toMap(ExportManifest.DataFile::key, Function.identity()));
      var files = new ArrayList<ShardFile>();
      for (ShardFile file : split.files()) {
        ExportManifest.DataFile now = listed.get(file.key());
        if (now == null) {
          throw new UnsoundSourceException(
              file.key(), file.key() + " is not in the export's manifest any more");
        }
        ShardFile checked = checks.head(split.bucket(), now);
        if (!checked.etag().equals(file.etag()) && !checked.proven()) {
          checks.read(split.bucket(), checked);
        }
        files.add(checked);
      }
      Split now = split.with(files);
      if (!now.equals(split)) {
        ledger.splits().files(migration.name(), now);
      }
      return now;
    }
  }
}
