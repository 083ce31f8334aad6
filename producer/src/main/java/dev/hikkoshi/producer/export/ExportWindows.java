package dev.hikkoshi.producer.export;

import dev.hikkoshi.common.ledger.ExportView;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether exports follow each other: at most the first is a full one, and each incremental one
/// begins where the one before it ends.
public final class ExportWindows {
  private ExportWindows() {}

  /// Checks the exports of one migration, in the order of loading.
  ///
  /// @throws UnsoundSourceException naming the first two that do not join
  public static void check(List<ExportManifest> exports) {
    for (int i = 1; i < exports.size(); i++) {
      check(exports.get(i - 1), exports.get(i));
    }
  }

  private static void check(ExportManifest before, ExportManifest next) {
    if (next.view() == ExportView.ITEMS) {
      throw new UnsoundSourceException(
          next.summary().toString(),
          next.summary()
              + " is a full export after another: give one full export, then incremental ones");
    }
    Instant end = known(before, before.to(), "time it ends with");
    Instant start = known(next, next.from(), "exportFromTime");
    if (!end.equals(start)) {
      throw new UnsoundSourceException(
          next.summary().toString(),
          "the exports do not join: "
              + before.summary()
              + " ends at "
              + end
              + ", "
              + next.summary()
              + " begins at "
              + start
              + (start.isAfter(end) ? ": what was written between is missing" : ": they overlap"));
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
