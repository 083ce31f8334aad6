package dev.hikkoshi.runbook.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.metrics.Meters;
import dev.hikkoshi.common.metrics.Metric;
import io.micrometer.cloudwatch2.CloudWatchMeterRegistry;
import io.micrometer.core.instrument.Clock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;

class PublishedMetricsTest {
  private static final int MIGRATIONS = 80;
  private static final List<Metric> OF_MIGRATION = of(Metric.Scope.MIGRATION);
  private static final List<Metric> OF_FLEET = of(Metric.Scope.FLEET);

  private static List<Metric> of(Metric.Scope scope) {
    return Stream.of(Metric.values()).filter(metric -> metric.scope() == scope).toList();
  }

  private static CloudWatchAsyncClient client(URI endpoint) {
    return CloudWatchAsyncClient.builder()
        .endpointOverride(endpoint)
        .region(Region.EU_WEST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .build();
  }

  /// Each metric of each migration has a value of its own.
  private static double value(Metric metric, int migration) {
    return 1_000 * migration + List.of(Metric.values()).indexOf(metric) + 0.5;
  }

  private static void tellAll(Meters meters) {
    for (Metric metric : OF_MIGRATION) {
      for (int i = 0; i < MIGRATIONS; i++) {
        switch (metric.kind()) {
          case COUNTER -> meters.add(metric, "m" + i, value(metric, i));
          case GAUGE -> meters.set(metric, "m" + i, value(metric, i));
        }
      }
    }
    for (Metric metric : OF_FLEET) {
      switch (metric.kind()) {
        case COUNTER -> meters.add(metric, value(metric, 0));
        case GAUGE -> meters.watch(metric, () -> value(metric, 0));
      }
    }
  }

  @Test
  void aThousandDatumsReachCloudWatchWithTheirUnits() throws IOException {
    try (var stub = new CloudWatchStub();
        var client = client(stub.endpoint())) {
      CloudWatchMeterRegistry registry =
          PublishedMetrics.cloudWatch("Hikkoshi/test", client, Clock.SYSTEM);
      tellAll(new Meters(registry, "worker"));
      registry.close();

      var expected =
          Stream.concat(
                  OF_MIGRATION.stream()
                      .flatMap(metric ->
                          Stream.iterate(0, i -> i < MIGRATIONS, i -> i + 1)
                              .map(i ->
                                  datum(
                                      metric,
                                      Map.of("migration", "m" + i, "role", "worker"),
                                      value(metric, i)))),
                  OF_FLEET.stream()
                      .map(metric -> datum(metric, Map.of("role", "worker"), value(metric, 0))))
              .toList();
      assertThat(expected).hasSizeGreaterThan(1_000);
      assertThat(stub.data()).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(stub.calls()).allMatch(size -> size <= 1_000);
    }
  }

  private static CloudWatchStub.Datum datum(
      Metric metric, Map<String, String> dimensions, double value) {
    // What Micrometer publishes of a gauge has the unit it was given only if CloudWatch knows it.
    return new CloudWatchStub.Datum(
        "Hikkoshi/test", metric.cloudWatchName(), dimensions, metric.unit(), value);
  }

  @Test
  void whatAMigrationOnceWasIsNotPublishedForEver() throws IOException {
    try (var stub = new CloudWatchStub();
        var client = client(stub.endpoint())) {
      CloudWatchMeterRegistry registry =
          PublishedMetrics.cloudWatch("Hikkoshi", client, Clock.SYSTEM);
      var meters = new Meters(registry, "worker");
      meters.set(Metric.PACE, "over", 7);
      meters.set(Metric.PACE, "goes-on", 8);
      meters.retain(Set.of("goes-on"));
      registry.close();
      assertThat(stub.data()).extracting(CloudWatchStub.Datum::value).containsExactly(8.0);
    }
  }

  @Test
  void prometheusReadsThemOnAPort() throws Exception {
    try (var page = new PrometheusPage(0);
        var http = HttpClient.newHttpClient()) {
      tellAll(new Meters(page.registry(), "worker"));
      String text =
          http.send(
                  HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + page.port() + "/metrics"))
                      .build(),
                  HttpResponse.BodyHandlers.ofString())
              .body();
      assertThat(text)
          .contains(
              "# HELP hikkoshi_items_total " + Metric.ITEMS.meaning(),
              "# TYPE hikkoshi_items_total counter",
              "hikkoshi_items_total{migration=\"m7\",role=\"worker\"} 7000.5",
              "# TYPE hikkoshi_pace gauge",
              "hikkoshi_running{role=\"worker\"} ");
      for (Metric metric : Metric.values()) {
        assertThat(text).contains("# HELP " + metric.id().replace('.', '_'));
      }
    }
  }
}
