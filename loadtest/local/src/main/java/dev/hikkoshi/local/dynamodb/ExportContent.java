package dev.hikkoshi.local.dynamodb;

import dev.hikkoshi.local.dynamodb.ChangeLog.Change;
import java.time.Instant;
import java.util.List;

/// What an export tells of its table.
sealed interface ExportContent {
  /// All items.
  ///
  /// @param time whose state of the table it is
  record Items(Instant time) implements ExportContent {}

  /// What became of the keys that were written in a window.
  ///
  /// @param from inclusive
  /// @param to exclusive
  /// @param view NEW_AND_OLD_IMAGES or NEW_IMAGE
  record Changes(Instant from, Instant to, String view, List<Change> keys)
      implements ExportContent {
    public Changes {
      keys = List.copyOf(keys);
    }

    boolean oldImages() {
      return view.equals("NEW_AND_OLD_IMAGES");
    }
  }
}
