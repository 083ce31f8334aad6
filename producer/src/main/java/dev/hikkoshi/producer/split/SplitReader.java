package dev.hikkoshi.producer.split;

import dev.hikkoshi.common.digest.TableDigest;
import dev.hikkoshi.common.item.ExportLine;
import dev.hikkoshi.common.item.FullExportLine;
import dev.hikkoshi.common.item.IncrementalExportLine;
import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.ledger.ExportLoad;
import dev.hikkoshi.common.ledger.ExportView;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.producer.export.ShardReader;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;

/// Reads a split's files side by side, one line of each in turn, so that neighbouring items go to
/// different partitions of the destination. One pass counts, digests and hands on every item. The
/// same files give the same order. For one thread.
public final class SplitReader {
  private final S3Client s3;
  private final Migration migration;

  public SplitReader(S3Client s3, Migration migration) {
    this.s3 = s3;
    this.migration = migration;
  }

  /// A reader of the lines of one load of a migration.
  public static ExportLine lines(ExportView view, KeySchema key) {
    return switch (view) {
      case ITEMS -> new FullExportLine(new ItemScanner(key));
      case NEW_IMAGE, NEW_AND_OLD_IMAGES -> new IncrementalExportLine(key);
    };
  }

  /// Reads the whole split.
  ///
  /// @throws UnsoundSourceException if a file does not hold as many items as its manifest says, or
  ///   was replaced
  /// @throws IOException if a file could not be read to its end
  public Summary read(Split split, SourceItems items) throws IOException, InterruptedException {
    ExportLoad load = migration.export(split.phase());
    ExportLine line = lines(load.view(), migration.key());
    var digest = new TableDigest(migration.buckets());
    long count = 0;
    long bytes = 0;
    long unreadable = 0;
    long deletes = 0;
    var readers = new ArrayList<ShardReader>();
    try {
      for (ShardFile file : split.files()) {
        readers.add(new ShardReader(s3, split.bucket(), file, load.format()));
      }
      List<ShardReader> open = new ArrayList<>(readers);
      while (!open.isEmpty()) {
        for (var each = open.iterator(); each.hasNext(); ) {
          ShardReader reader = each.next();
          if (!reader.next()) {
            complete(reader);
            each.remove();
          } else if (item(reader, line, digest, items)) {
            count++;
            bytes += line.itemTo() - line.itemFrom();
            deletes += line.isDelete() ? 1 : 0;
          } else {
            count++;
            unreadable++;
          }
          reader.release();
        }
      }
    } finally {
      for (ShardReader reader : readers) {
        reader.close();
      }
    }
    return new Summary(digest, count, bytes, unreadable, deletes);
  }

  private static boolean item(
      ShardReader reader, ExportLine line, TableDigest digest, SourceItems items)
      throws InterruptedException {
    try {
      reader.read(line);
    } catch (MalformedItemException e) {
      items.unreadable(reader, e);
      return false;
    }
    line.applyTo(digest);
    items.item(reader, line);
    return true;
  }

  private static void complete(ShardReader reader) {
    ShardFile file = reader.file();
    if (reader.lines() != file.items()) {
      throw new UnsoundSourceException(
          file.key(),
          "shard "
              + file.key()
              + " holds "
              + reader.lines()
              + " items, its manifest says "
              + file.items());
    }
  }

  /// Takes what is read.
  public interface SourceItems {
    /// An item, or a key to delete.
    ///
    /// @param at stands at its line, whose bytes are in its buffer during the call
    /// @param line has just read it
    void item(ShardReader at, ExportLine line) throws InterruptedException;

    /// A line that holds no item.
    void unreadable(ShardReader at, MalformedItemException reason);
  }

  /// What a split holds, which is all that a ledger keeps of it.
  ///
  /// @param digest what its lines do to the digest of a table
  /// @param items lines, unreadable ones included: what the manifest counts
  /// @param bytes of JSON of items and keys
  /// @param unreadable lines that hold no item
  /// @param deletes lines that delete a key
  public record Summary(TableDigest digest, long items, long bytes, long unreadable, long deletes) {
    /// Records the digest, and the split as closed.
    ///
    /// @param units that carry it
    public void record(Ledger ledger, String migration, Split split, int units) {
      ledger.digests().put(migration, split.phase(), split.id(), digest);
      ledger.splits().closed(migration, split.id(), items, unreadable, deletes, bytes, units);
    }
  }
}
