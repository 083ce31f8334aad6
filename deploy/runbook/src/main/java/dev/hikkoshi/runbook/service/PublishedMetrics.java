package dev.hikkoshi.runbook.service;

import dev.hikkoshi.common.metrics.Meters;
import io.micrometer.cloudwatch2.CloudWatchConfig;
import io.micrometer.cloudwatch2.CloudWatchMeterRegistry;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

/// A service's metrics and where they are published: in CloudWatch once a minute, on a port for
/// Prometheus, or nowhere.
public final class PublishedMetrics implements AutoCloseable {
  private final CompositeMeterRegistry registry = new CompositeMeterRegistry();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  /// Starts publishing.
  ///
  /// @throws IOException if the port is taken
  public PublishedMetrics(MetricsSettings settings) throws IOException {
    if (settings.port().isPresent()) {
      var page = new PrometheusPage(settings.port().getAsInt());
      open.push(page);
      registry.add(page.registry());
    }
    if (settings.namespace().isPresent()) {
      CloudWatchAsyncClient client = CloudWatchAsyncClient.create();
      open.push(client);
      registry.add(cloudWatch(settings.namespace().get(), client, Clock.SYSTEM));
    }
  }

  static CloudWatchMeterRegistry cloudWatch(
      String namespace, CloudWatchAsyncClient client, Clock clock) {
    return new CloudWatchMeterRegistry(new Config(namespace), clock, client);
  }

  /// What a service of that role counts with.
  public Meters meters(String role) {
    return new Meters(registry, role);
  }

  /// Publishes what was counted since the last time, and stops.
  @Override
  public void close() {
    registry.getRegistries().forEach(io.micrometer.core.instrument.MeterRegistry::close);
    for (AutoCloseable each : open) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException("metrics were not closed", e);
      }
    }
  }

  /// Micrometer's defaults, once a minute, in a namespace.
  private record Config(String namespace) implements CloudWatchConfig {
    @Override
    public @Nullable String get(String key) {
      return null;
    }
  }
}
