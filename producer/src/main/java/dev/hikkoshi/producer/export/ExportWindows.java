package dev.hikkoshi.producer.export;

import dev.hikkoshi.common.ledger.ExportView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whether exports follow each other: all are of one table, at most the first is a full one, and
/// each incremental one begins where the one before it ends.
public final class ExportWindows {
  private ExportWindows() {}

  /// Checks the exports of one migration, in the order of loading.
  ///
  /// @param allowGap whether time may be missing between two windows. Windows that overlap are
  ///   refused all the same: the later export's old images would not be what the earlier one left
  /// @return the gaps that were allowed
  /// @throws UnsoundSourceException naming the first two that do not join
  public static List<String> check(List<ExportManifest> exports, boolean allowGap) {
    var gaps = new ArrayList<String>();
    for (int i = 1; i < exports.size(); i++) {
      Optional<String> gap = gap(exports.get(i - 1), exports.get(i));
      if (gap.isPresent() && !allowGap) {
        throw new UnsoundSourceException(
            exports.get(i).summary().toString(),
            gap.get() + "; to load them all the same: --allow-gap");
      }
      gap.ifPresent(gaps::add);
    }
    return gaps;
  }

  /// Whether time is missing between two windows.
  public static boolean apart(ExportManifest before, ExportManifest next) {
    return !known(before, before.to(), "time it ends with")
        .equals(known(next, next.from(), "exportFromTime"));
  }

  private static Optional<String> gap(ExportManifest before, ExportManifest next) {
    sameTable(before, next);
    if (next.view() == ExportView.ITEMS) {
      throw new UnsoundSourceException(
          next.summary().toString(),
          next.summary()
              + " is a full export after another: give one full export, then incremental ones");
    }
    Instant end = known(before, before.to(), "time it ends with");
    Instant start = known(next, next.from(), "exportFromTime");
    if (!apart(before, next)) {
      return Optional.empty();
    }
    String apart =
        "the exports do not join: "
            + before.summary()
            + " ends at "
            + end
            + ", "
            + next.summary()
            + " begins at "
            + start;
    if (start.isBefore(end)) {
      throw new UnsoundSourceException(next.summary().toString(), apart + ": they overlap");
    }
    return Optional.of(apart + ": what was written between is missing");
  }

  private static void sameTable(ExportManifest before, ExportManifest next) {
    String table = before.tableArn();
    if (table != null && next.tableArn() != null && !table.equals(next.tableArn())) {
      throw new UnsoundSourceException(
          next.summary().toString(),
          next.summary()
              + " is an export of "
              + next.tableArn()
              + ", "
              + before.summary()
              + " one of "
              + table);
    }
  }

  private static Instant known(ExportManifest export, @Nullable Instant time, String what) {
    if (time == null) {
      throw new UnsoundSourceException(
          export.summary().toString(), export.summary() + " does not say its " + what);
    }
    return time;
  }
}
