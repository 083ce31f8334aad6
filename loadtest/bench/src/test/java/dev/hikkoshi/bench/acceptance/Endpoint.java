package dev.hikkoshi.bench.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;

/// An AWS-compatible endpoint that runs already, for all services.
record Endpoint(URI uri) {
  /// Names the endpoint, as `./hikkoshi test --endpoint` does.
  static final String VARIABLE = "HIKKOSHI_TEST_ENDPOINT";

  /// Of the default embedded AWS too.
  private static final String REGION = "eu-central-2";

  private static final List<String> SERVICES = List.of("DYNAMODB", "S3", "SQS", "STS");

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// Starts an endpoint, in builds that bring one with them.
  interface Launcher {
    /// Returns when it answers; it ends with this JVM.
    URI start();
  }

  private static final Optional<Endpoint> GIVEN =
      Optional.ofNullable(System.getenv(VARIABLE))
          .map(URI::create)
          .or(() -> ServiceLoader.load(Launcher.class).findFirst().map(Launcher::start))
          .map(Endpoint::new);

  /// The endpoint that the environment names, or that a launcher starts.
  static Optional<Endpoint> given() {
    return GIVEN;
  }

  /// What AWS clients need to know: endpoints, and region and credentials where `known` has none.
  /// Signatures are said to be valid for a few seconds only, or whoever waits for killed workers
  /// would wait for minutes.
  Map<String, String> environment(Map<String, String> known) {
    var environment = new HashMap<String, String>();
    SERVICES.forEach(
        service -> environment.put("AWS_ENDPOINT_URL_" + service, byAddress().toString()));
    Map.of(
            "AWS_REGION", known.getOrDefault("AWS_DEFAULT_REGION", REGION),
            "AWS_ACCESS_KEY_ID", "test",
            "AWS_SECRET_ACCESS_KEY", "test",
            "HIKKOSHI_SIGNATURE_SECONDS", "20")
        .forEach((name, value) -> environment.put(name, known.getOrDefault(name, value)));
    return Map.copyOf(environment);
  }

  /// Whether GET of a path succeeds.
  boolean answersAt(String path) {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(byAddress().resolve(path)).timeout(PATIENCE).build();
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      throw new UncheckedIOException(uri + " does not answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /// With an address for `localhost`, before which no bucket's name can stand.
  private URI byAddress() {
    return "localhost".equals(uri.getHost())
        ? URI.create(uri.toString().replaceFirst("localhost", "127.0.0.1"))
        : uri;
  }
}
