package dev.hikkoshi.common.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;

/// The metrics of a worker, kept for a test to look at.
public final class RecordedMetrics {
  private final MeterRegistry registry = new SimpleMeterRegistry();

  public Meters meters() {
    return new Meters(registry, "worker");
  }

  /// What was counted of a migration.
  public double count(Metric metric, String migration) {
    return count(metric, Tags.of(Meters.MIGRATION, migration, Meters.ROLE, "worker"));
  }

  /// What was counted of all migrations.
  public double count(Metric metric) {
    return count(metric, Tags.of(Meters.ROLE, "worker"));
  }

  private double count(Metric metric, Tags tags) {
    return registry.get(metric.id()).tags(tags).counter().count();
  }
}
