package dev.hikkoshi.local.dynamodb;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The change logs of the tables with point-in-time recovery, by name. Thread-safe.
final class ChangeLogs {
  private final Map<String, ChangeLog> byTable = new ConcurrentHashMap<>();

  /// Begins a table's log, unless it has one.
  void start(Table table, Instant since) {
    byTable.compute(
        table.name(),
        (_, log) ->
            log != null && log.table().id().equals(table.id()) ? log : new ChangeLog(table, since));
  }

  void stop(String table) {
    byTable.remove(table);
  }

  Optional<ChangeLog> of(String table) {
    return Optional.ofNullable(byTable.get(table));
  }

  /// Those of the tables a request could be about.
  List<ChangeLog> mentioned(ApiRequest request) {
    return byTable.values().stream().filter(log -> request.mentions(log.table().name())).toList();
  }

  /// Whether a request could be about a table that has one; see [ApiRequest#mentions].
  boolean concern(ApiRequest request) {
    return !byTable.isEmpty() && byTable.keySet().stream().anyMatch(request::mentions);
  }
}
