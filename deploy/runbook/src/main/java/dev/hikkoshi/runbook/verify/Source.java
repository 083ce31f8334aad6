package dev.hikkoshi.runbook.verify;

import dev.hikkoshi.common.item.ExportLine;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.producer.export.ShardReader;
import dev.hikkoshi.producer.split.SplitReader;
import dev.hikkoshi.runbook.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// The source as a verification reads it again: split by split, in the order of loading, so that a
/// later line about a key replaces what an earlier one said.
final class Source {
  private final SplitReader reader;
  private final List<Split> splits;

  Source(Services services, Migration migration) {
    Ledger ledger = services.ledger();
    this.reader = new SplitReader(services.source(migration).s3(), migration);
    this.splits = ledger.splits().all(migration.name());
  }

  /// Reads some of the splits.
  ///
  /// @throws IOException if one cannot be read, or `lines` says so
  void read(Which which, Lines lines) throws IOException, InterruptedException {
    for (int i = 0; i < splits.size(); i++) {
      Split split = splits.get(i);
      if (which.split(split, i)) {
        var items = new Numbered(split.phase(), i, lines);
        try {
          reader.read(split, items);
        } catch (UncheckedIOException e) {
          throw e.getCause();
        }
      }
    }
  }

  /// Chooses splits.
  @FunctionalInterface
  interface Which {
    /// @param number as in [SourceLine#split]
    boolean split(Split split, int number);
  }

  /// Takes what a source holds.
  @FunctionalInterface
  interface Lines {
    /// @param at its shard's reader, whose buffer holds it during the call
    void line(int load, ShardReader at, ExportLine line, SourceLine number)
        throws IOException, InterruptedException;
  }

  /// Counts the lines of one split in reading order, which is the same every time.
  private static final class Numbered implements SplitReader.SourceItems {
    private final int load;
    private final int split;
    private final Lines lines;
    private int next;

    Numbered(int load, int split, Lines lines) {
      this.load = load;
      this.split = split;
      this.lines = lines;
    }

    @Override
    public void item(ShardReader at, ExportLine line) throws InterruptedException {
      try {
        lines.line(load, at, line, new SourceLine(split, next++));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void unreadable(ShardReader at, MalformedItemException reason) {
      next++; // recorded dead when it was read first
    }
  }
}
