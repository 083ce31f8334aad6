package dev.hikkoshi.runbook.dead;

import dev.hikkoshi.common.item.ExportLine;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.unit.KeyJson;
import dev.hikkoshi.common.unit.RawJson;
import dev.hikkoshi.producer.export.ShardReader;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.producer.split.SplitReader;
import dev.hikkoshi.producer.split.SplitReader.SourceItems;
import dev.hikkoshi.producer.split.UnitStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/// Finds out where dead items stand in the source. A worker knows only the unit; the same split
/// read again gives the same units, so the line is found without anything having been kept for the
/// items that are well.
public final class DeadLocator {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLocator.class);

  private final Ledger ledger;
  private final S3Client s3;
  private final Migration migration;

  public DeadLocator(Ledger ledger, S3Client s3, Migration migration) {
    this.ledger = ledger;
    this.s3 = s3;
    this.migration = migration;
  }

  /// Records the place of every dead item that has none yet. A split that cannot be read any more
  /// leaves its items without one.
  public void locate() throws InterruptedException {
    Map<String, Map<String, List<DeadItem>>> lost = new HashMap<>();
    for (DeadItem item : ledger.dead().all(migration.name())) {
      if (item.at().isEmpty()) {
        String split = item.unit().substring(0, item.unit().indexOf('/'));
        lost.computeIfAbsent(split, _ -> new HashMap<>())
            .computeIfAbsent(item.unit(), _ -> new ArrayList<>())
            .add(item);
      }
    }
    for (Split split : ledger.splits().all(migration.name())) {
      Map<String, List<DeadItem>> byUnit = lost.get(split.id());
      if (byUnit != null) {
        locate(split, byUnit);
      }
    }
  }

  private void locate(Split split, Map<String, List<DeadItem>> byUnit) throws InterruptedException {
    try {
      new SplitReader(s3, migration).read(split, new Finder(split.id(), byUnit));
    } catch (IOException | UnsoundSourceException | SdkException e) {
      LOG.warn(
          "The places of dead items in {} units of split {} are not known: {}",
          byUnit.size(),
          split.id(),
          e.getMessage());
    }
  }

  /// Packs the units once more, to see which item is in which.
  private final class Finder implements SourceItems {
    private final String split;
    private final Map<String, List<DeadItem>> byUnit;
    private final UnitStream units =
        new UnitStream(migration.table(), UnitStream.MAX_ITEMS, (_, _) -> {});
    private final Map<String, Integer> seen = new HashMap<>();
    private List<DeadItem> lost = List.of();
    private int unit = -1;

    Finder(String split, Map<String, List<DeadItem>> byUnit) {
      this.split = split;
      this.byUnit = byUnit;
    }

    @Override
    public void item(ShardReader at, ExportLine line) throws InterruptedException {
      units.add(at.buffer(), line.itemFrom(), line.itemTo(), line.isDelete());
      if (unit != units.count()) {
        unit = units.count();
        lost = byUnit.getOrDefault(split + "/" + unit, List.of());
        seen.clear();
      }
      if (!lost.isEmpty()) {
        find(at, line);
      }
    }

    private void find(ShardReader at, ExportLine line) {
      var json = new RawJson(at.buffer(), line.itemFrom(), line.itemTo());
      String key = KeyJson.of(migration.key(), json).orElse("");
      int occurrence = line.isDelete() ? 1 : seen.merge(key, 1, Integer::sum);
      for (DeadItem item : lost) {
        if (item.key().equals(key) && item.occurrence() == occurrence) {
          ledger.dead().record(migration.name(), item.at(place(at)));
        }
      }
    }

    @Override
    public void unreadable(ShardReader at, MalformedItemException reason) {
      // the producer has told its place
    }
  }

  /// `file:line`, as dead items have it.
  static String place(ShardReader at) {
    return at.file().key() + ":" + at.line();
  }
}
