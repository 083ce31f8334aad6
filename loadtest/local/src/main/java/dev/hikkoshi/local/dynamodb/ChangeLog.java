package dev.hikkoshi.local.dynamodb;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// What was written to one table since its point-in-time recovery was enabled, with the item before
/// and after each write. All of it is in memory, as the table is. Thread-safe; whoever writes to
/// the table holds [#writing] from reading the item before to recording the write, so that the log
/// has the writes in their order.
final class ChangeLog {
  private final Table table;
  private final Instant since;
  private final ReentrantLock writing = new ReentrantLock();
  private final List<Change> changes = new ArrayList<>();
  private final List<Instant> gaps = new ArrayList<>();
  private Instant latest;

  ChangeLog(Table table, Instant since) {
    this.table = table;
    this.since = since;
    this.latest = since;
  }

  Table table() {
    return table;
  }

  /// The first instant it knows of.
  Instant since() {
    return since;
  }

  ReentrantLock writing() {
    return writing;
  }

  /// Records that a key was written just now; not at all if there was no item and is none.
  synchronized void add(
      Instant now, ByteBuffer key, byte @Nullable [] before, byte @Nullable [] after) {
    if (before != null || after != null) {
      changes.add(new Change(advance(now), key, before, after));
    }
  }

  /// Notes that something was written that it does not know.
  synchronized void lose(Instant now) {
    gaps.add(advance(now));
  }

  /// An instant in whole milliseconds, which is all that exports tell of theirs, so that all writes
  /// so far are before it and all that follow are not.
  synchronized Instant cut(Instant now) {
    Instant after = advance(now).plusNanos(1);
    Instant whole = after.truncatedTo(ChronoUnit.MILLIS);
    latest = whole.equals(after) ? whole : whole.plus(Duration.ofMillis(1));
    return latest;
  }

  /// What became of the keys that were written in the window, each once, in the order of their
  /// first write. A key that was new in the window and is gone at its end is left out, as AWS does.
  ///
  /// @param from inclusive
  /// @param to exclusive
  /// @throws ApiException if something in the window is not known
  synchronized List<Change> between(Instant from, Instant to) {
    if (gaps.stream().anyMatch(gap -> !gap.isBefore(from) && gap.isBefore(to))) {
      throw ApiException.of(
          "InvalidExportTimeException",
          "The embedded AWS keeps no history of PartiQL statements, and one was executed in the window");
    }
    Map<ByteBuffer, Change> byKey = new LinkedHashMap<>();
    for (Change change : changes) {
      if (!change.at().isBefore(from) && change.at().isBefore(to)) {
        byKey.merge(change.key(), change, Change::then);
      }
    }
    byKey.values().removeIf(change -> change.before() == null && change.after() == null);
    return List.copyOf(byKey.values());
  }

  private Instant advance(Instant now) {
    latest = now.isAfter(latest) ? now : latest;
    return latest;
  }

  /// A key's item before and after one write, or several in a row.
  ///
  /// @param at when it was last written
  /// @param key its canonical form
  /// @param before DynamoDB JSON; null if there was none
  /// @param after DynamoDB JSON; null if there is none
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Change(Instant at, ByteBuffer key, byte @Nullable [] before, byte @Nullable [] after) {
    Change then(Change next) {
      return new Change(next.at, key, before, next.after);
    }

    /// The item before or, if there was none, after.
    byte[] either() {
      byte[] image = before == null ? after : before;
      if (image == null) {
        throw new IllegalStateException("a change of nothing into nothing");
      }
      return image;
    }
  }
}
