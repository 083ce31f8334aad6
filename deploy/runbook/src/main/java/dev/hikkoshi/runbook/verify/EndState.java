package dev.hikkoshi.runbook.verify;

import dev.hikkoshi.common.digest.TableDigest;
import dev.hikkoshi.common.item.ExportLine;
import dev.hikkoshi.common.ledger.ExportLoad;
import dev.hikkoshi.common.ledger.ExportView;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.ledger.SplitState;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.cli.CommandException;
import dev.hikkoshi.runbook.verify.Spill.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What all loads together make of an empty table.
///
/// A digest is a sum. A full export adds its items; an incremental one that has both images takes
/// the old away and adds the new, so the ledger's digests of all loads add up. Where the old images
/// are not known, or need not be what was there, the earlier loads are read again for the keys that
/// later ones touch: the touched keys' lines go to disk, in parts, and each part is replayed in
/// memory.
final class EndState {
  private final Services services;
  private final Ledger ledger;
  private final Migration migration;
  private final Progress progress;

  EndState(Services services, Migration migration, Progress progress) {
    this.services = services;
    this.ledger = services.ledger();
    this.migration = migration;
    this.progress = progress;
  }

  /// @throws IOException if the source has to be read again and cannot be
  /// @throws CommandException if it was not read completely the first time
  TableDigest digest() throws IOException, InterruptedException {
    List<Split> splits = ledger.splits().all(migration.name());
    Verification.complete(migration, splits.size(), migration.splits());
    var sum = new TableDigest(migration.buckets());
    for (int load = 0; load < migration.loads().size(); load++) {
      TableDigest digest = recorded(load, splits);
      if (addsUp() || isFull(load)) {
        sum.merge(digest);
      }
    }
    if (!addsUp()) {
      replay(sum);
    }
    return sum;
  }

  private boolean addsUp() {
    List<ExportLoad> exports = migration.exports();
    List<ExportLoad> later = exports.subList(1, exports.size());
    return isFull(0)
        && later.stream()
            .allMatch(load -> load.view() == ExportView.NEW_AND_OLD_IMAGES && !load.afterGap());
  }

  private boolean isFull(int load) {
    return migration.export(load).view() == ExportView.ITEMS;
  }

  /// What was read of one load, which must be all of it.
  private TableDigest recorded(int load, List<Split> splits) {
    List<Split> read =
        splits.stream()
            .filter(split -> split.phase() == load && split.state() == SplitState.CLOSED)
            .toList();
    long items = read.stream().mapToLong(Split::items).sum();
    if (items != migration.loads().get(load).items()) {
      throw CommandException.failed(
          "failed",
          migration.name(),
          "only "
              + items
              + " of "
              + migration.loads().get(load).items()
              + " items of the source were read: finish it with 'run' first");
    }
    var digest = new TableDigest(migration.buckets());
    Verification.complete(
        migration, ledger.digests().addTo(digest, migration.name(), load), read.size());
    if (isFull(load)) {
      Verification.complete(
          migration, digest.count(), items - read.stream().mapToLong(Split::unreadable).sum());
    }
    return digest;
  }

  /// Turns the digest of the full export, if there is one, into that of the end.
  private void replay(TableDigest digest) throws IOException, InterruptedException {
    long lines =
        migration.exports().stream()
            .filter(load -> load.view() != ExportView.ITEMS)
            .mapToLong(ExportLoad::items)
            .sum();
    progress.step("reading again what later exports touch", 0);
    KeyFilter touched = KeyFilter.expecting(lines);
    var source = new Source(services, migration);
    source.read(
        (split, _) -> !isFull(split.phase()),
        (_, _, line, _) -> touched.put(line.item().keyHash()));
    int parts = Spill.parts(lines * 2);
    try (var spill = new Spill(parts)) {
      source.read(
          (_, _) -> true,
          (load, _, line, number) -> {
            if (touched.mayContain(line.item().keyHash())) {
              spill.add(line.item().keyHash(), entry(load, line, number));
            }
          });
      spill.seal();
      for (int part = 0; part < parts; part++) {
        replay(spill, part, digest);
      }
    }
  }

  private static Entry entry(int load, ExportLine line, SourceLine number) {
    var item = line.item();
    return new Entry(
        load,
        line.isDelete(),
        item.key(),
        item.keyHash(),
        item.hashHigh(),
        item.hashLow(),
        number,
        "");
  }

  private void replay(Spill spill, int part, TableDigest digest) throws IOException {
    Map<ByteBuffer, Entry> state = new HashMap<>();
    spill.read(
        part,
        entry -> {
          Entry before = state.get(ByteBuffer.wrap(entry.key()));
          boolean twice = before != null && isFull(entry.load());
          // A full export that has a key twice contradicts every table; its digest says so.
          if (before != null && !before.delete() && !twice) {
            digest.subtract(before.keyHash(), before.hashHigh(), before.hashLow());
          }
          if (!isFull(entry.load()) && !entry.delete()) {
            digest.add(entry.keyHash(), entry.hashHigh(), entry.hashLow());
          }
          state.put(ByteBuffer.wrap(entry.key()), entry);
        });
  }
}
