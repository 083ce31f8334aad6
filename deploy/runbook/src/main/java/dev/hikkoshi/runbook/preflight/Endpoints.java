package dev.hikkoshi.runbook.preflight;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;

/// Whether the services answer, at which address, and what time they have. Any answer over HTTP
/// will do: nothing is asked for that needs credentials.
final class Endpoints {
  /// As the SDK's system properties spell the services.
  private static final Map<String, String> PROPERTIES =
      Map.of("dynamodb", "DynamoDb", "s3", "S3", "sqs", "Sqs", "sts", "Sts");

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// AWS refuses signatures that are five minutes off; clocks that differ so much are not kept.
  private static final Duration MOST_SKEW = Duration.ofMinutes(1);

  private final Map<String, String> environment;
  private final Region region;
  private final Clock clock;
  private final List<Duration> skews = new ArrayList<>();

  /// @param environment may name endpoints, `AWS_ENDPOINT_URL_<SERVICE>` or `AWS_ENDPOINT_URL`
  Endpoints(Map<String, String> environment, Region region, Clock clock) {
    this.environment = environment;
    this.region = region;
    this.clock = clock;
  }

  /// Asks one service.
  ///
  /// @param service such as `dynamodb`
  Check reach(HttpClient http, String service) throws InterruptedException {
    URI endpoint = endpoint(service);
    String name = "endpoint " + service;
    String addresses;
    try {
      addresses =
          Arrays.stream(InetAddress.getAllByName(endpoint.getHost()))
              .map(address ->
                  address.getHostAddress() + (address.isSiteLocalAddress() ? " (private)" : ""))
              .collect(Collectors.joining(", "));
    } catch (UnknownHostException e) {
      return Check.wrong(
          name,
          endpoint.getHost() + " resolves to no address",
          "check the region ("
              + region
              + "), AWS_ENDPOINT_URL_"
              + upper(service)
              + " and the network's DNS");
    }
    try {
      HttpResponse<Void> answer =
          http.send(
              HttpRequest.newBuilder(endpoint).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.discarding());
      answer
          .headers()
          .firstValue("Date")
          .flatMap(Endpoints::date)
          .ifPresent(date -> skews.add(Duration.between(date, clock.instant())));
      return Check.ok(name, endpoint + " is " + addresses + " and answers");
    } catch (IOException e) {
      return Check.wrong(
          name,
          endpoint + " is " + addresses + " and does not answer: " + e,
          "check AWS_ENDPOINT_URL_"
              + upper(service)
              + ", the route, the VPC endpoint and its security group (443)");
    }
  }

  /// Compares this machine's clock with those of all that answered.
  Check clock() {
    Optional<Duration> most = skews.stream().max((a, b) -> a.abs().compareTo(b.abs()));
    if (most.isEmpty()) {
      return Check.wrong("clock", "no service said what time it is", "mend the endpoints first");
    }
    String message =
        "this machine is "
            + most.get().abs().toSeconds()
            + " s "
            + (most.get().isNegative() ? "behind" : "ahead of")
            + " the services";
    return most.get().abs().compareTo(MOST_SKEW) <= 0
        ? Check.ok("clock", message)
        : Check.wrong(
            "clock",
            message,
            "set the clock (chrony or NTP): AWS refuses signatures 5 minutes off");
  }

  /// In the SDK's order; endpoints of an AWS profile are not known here.
  private URI endpoint(String service) {
    return Stream.of(
            System.getProperty("aws.endpointUrl" + PROPERTIES.get(service), ""),
            environment.getOrDefault("AWS_ENDPOINT_URL_" + upper(service), ""),
            System.getProperty("aws.endpointUrl", ""),
            environment.getOrDefault("AWS_ENDPOINT_URL", ""))
        .filter(named -> !named.isEmpty())
        .findFirst()
        .map(URI::create)
        .orElseGet(
            () -> URI.create("https://" + ServiceMetadata.of(service).endpointFor(region) + "/"));
  }

  private static String upper(String service) {
    return service.toUpperCase(Locale.ROOT);
  }

  private static Optional<Instant> date(String header) {
    try {
      return Optional.of(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(header)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
