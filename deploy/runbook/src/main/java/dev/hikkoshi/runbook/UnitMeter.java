package dev.hikkoshi.runbook;

import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.ledger.SplitProgress;
import dev.hikkoshi.common.ledger.SplitState;
import dev.hikkoshi.common.ledger.UnitRows;
import java.util.HashMap;
import java.util.Map;

/// Measures how far splits are, again and again, without reading again what was settled before. For
/// one thread.
final class UnitMeter {
  private final UnitRows units;
  private final String migration;
  private final Map<String, SplitProgress> settledPages = new HashMap<>();

  UnitMeter(UnitRows units, String migration) {
    this.units = units;
    this.migration = migration;
  }

  SplitProgress measure(Split split) {
    var sum = SplitProgress.NONE;
    for (int page = 0; page * UnitRows.PAGE < split.knownUnits(); page++) {
      sum = sum.plus(page(split, page));
    }
    return sum;
  }

  private SplitProgress page(Split split, int page) {
    String key = split.id() + "#" + page;
    SplitProgress known = settledPages.get(key);
    if (known != null) {
      return known;
    }
    SplitProgress now = units.page(migration, split.id(), page);
    if (now.settled() == size(split, page)) {
      settledPages.put(key, now);
    }
    return now;
  }

  /// Units that a page will have in the end; -1 while that is not known.
  private static int size(Split split, int page) {
    int end = (page + 1) * UnitRows.PAGE;
    if (split.state() == SplitState.CLOSED) {
      return Math.min(end, split.units()) - page * UnitRows.PAGE;
    }
    return end <= split.sent() ? UnitRows.PAGE : -1;
  }
}
