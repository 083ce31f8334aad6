package dev.hikkoshi.worker.fleet;

import dev.hikkoshi.worker.pace.Pacer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/// One pacer for each migration this worker has seen. Thread-safe.
public final class Pacers {
  private final Supplier<Pacer> create;
  private final Map<String, Pacer> pacers = new ConcurrentHashMap<>();

  public Pacers(Supplier<Pacer> create) {
    this.create = create;
  }

  public Pacer of(String migration) {
    return pacers.computeIfAbsent(migration, _ -> create.get());
  }

  void each(BiConsumer<String, Pacer> action) {
    pacers.forEach(action);
  }
}
