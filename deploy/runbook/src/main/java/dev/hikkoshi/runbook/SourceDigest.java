package dev.hikkoshi.runbook;

import dev.hikkoshi.common.item.ExportLine;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.producer.export.ShardReader;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.producer.split.SplitReader;
import dev.hikkoshi.producer.split.SplitReader.SourceItems;
import java.io.IOException;

/// Digests a source that was never produced from here, so that a destination written by other means
/// can be compared with it.
final class SourceDigest {
  private final Services services;
  private final Ledger ledger;
  private final Migration migration;
  private final Progress progress;

  SourceDigest(Services services, Migration migration, Progress progress) {
    this.services = services;
    this.ledger = services.ledger();
    this.migration = migration;
    this.progress = progress;
  }

  /// Reads every split and records its digest; the load phase is over with that, though nothing was
  /// written.
  void record() throws InterruptedException {
    var reader = new SplitReader(services.source(migration).s3(), migration);
    progress.step("reading the source", migration.sourceItems());
    long done = 0;
    for (Split split : ledger.splits().all(migration.name())) {
      try {
        var summary = reader.read(split, new Nowhere());
        summary.record(ledger, migration.name(), split, 0);
        progress.done(done += summary.items());
      } catch (IOException e) {
        throw new UnsoundSourceException(
            split.files().getFirst().key(),
            "split " + split.id() + " cannot be read: " + e.getMessage());
      }
    }
  }

  private static final class Nowhere implements SourceItems {
    @Override
    public void item(ShardReader at, ExportLine line) {
      // only digested
    }

    @Override
    public void unreadable(ShardReader at, MalformedItemException reason) {
      throw new UnsoundSourceException(
          at.file().key(),
          at.file().key() + ":" + at.line() + " holds no item: " + reason.getMessage());
    }
  }
}
