package dev.hikkoshi.worker.fleet;

import dev.hikkoshi.common.ledger.Heartbeat;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.worker.pace.Pacer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleFunction;

/// One pacer for each migration this worker has seen. Thread-safe.
public final class Pacers {
  private final DoubleFunction<Pacer> create;
  private final Map<String, Pacer> pacers = new ConcurrentHashMap<>();

  /// @param create makes a pacer from what its destination takes at once, in write units per second
  public Pacers(DoubleFunction<Pacer> create) {
    this.create = create;
  }

  public Pacer of(Migration migration) {
    return pacers.computeIfAbsent(migration.name(), _ -> create.apply(migration.startRate()));
  }

  /// How the writing of each migration goes.
  List<Heartbeat.Pace> paces() {
    return pacers.entrySet().stream()
        .map(each ->
            new Heartbeat.Pace(each.getKey(), each.getValue().pace(), each.getValue().refused()))
        .toList();
  }
}
