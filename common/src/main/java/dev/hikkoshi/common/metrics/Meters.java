package dev.hikkoshi.common.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/// The metrics of one process, under their names and units and with no dimensions but `migration`
/// and `role`. Thread-safe.
public final class Meters {
  /// The dimension that names a migration.
  public static final String MIGRATION = "migration";

  /// The dimension that names what a process does.
  public static final String ROLE = "role";

  private final MeterRegistry registry;
  private final String role;
  private final Map<Key, Gauged> gauges = new ConcurrentHashMap<>();

  /// @param registry where they are published
  /// @param role `worker` or `producer`
  public Meters(MeterRegistry registry, String role) {
    this.registry = registry;
    this.role = role;
  }

  /// Metrics that nobody reads.
  public static Meters unpublished() {
    return new Meters(new CompositeMeterRegistry(), "none");
  }

  /// Counts.
  public void add(Metric counter, String migration, double amount) {
    counter(counter, tags(migration)).increment(amount);
  }

  /// Counts what is of no single migration.
  public void add(Metric counter, double amount) {
    counter(counter, Tags.of(ROLE, role)).increment(amount);
  }

  private Counter counter(Metric metric, Tags tags) {
    return Counter.builder(metric.id())
        .description(metric.meaning())
        .baseUnit(metric.unit())
        .tags(tags)
        .register(registry);
  }

  /// Says what something is now.
  public void set(Metric gauge, String migration, double value) {
    gauges
        .computeIfAbsent(new Key(gauge, migration), key -> gauged(key.metric, key.migration))
        .value
        .set(value);
  }

  private Gauged gauged(Metric metric, String migration) {
    var value = new AtomicReference<>(0.0);
    return new Gauged(value, gauge(metric, tags(migration), value::get));
  }

  /// Asks what something is whenever it is published.
  public void watch(Metric gauge, DoubleSupplier value) {
    gauge(gauge, Tags.of(ROLE, role), value::getAsDouble);
  }

  private Gauge gauge(Metric metric, Tags tags, Supplier<Number> value) {
    return Gauge.builder(metric.id(), value)
        .description(metric.meaning())
        .baseUnit(metric.unit())
        .tags(tags)
        .register(registry);
  }

  /// Publishes nothing any more of what other migrations are now. What was counted of them stays.
  public void retain(Set<String> migrations) {
    gauges
        .entrySet()
        .removeIf(each -> {
          boolean gone = !migrations.contains(each.getKey().migration);
          if (gone) {
            registry.remove(each.getValue().gauge);
          }
          return gone;
        });
  }

  private Tags tags(String migration) {
    return Tags.of(MIGRATION, migration, ROLE, role);
  }

  private record Key(Metric metric, String migration) {}

  private record Gauged(AtomicReference<Double> value, Gauge gauge) {}
}
