package dev.hikkoshi.local.faults;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Which requests something goes wrong with, when, and how often.
///
/// @param service what the requests are sent to
/// @param fault what goes wrong
/// @param probability of each request, above 0 and at most 1
/// @param atSecond when it begins, seconds after the faults began
/// @param forSeconds how long it lasts; infinite = to the end
/// @param operations of which one has to match; empty = any
/// @param on tables, queues or `bucket/key`s of which one has to match; empty = any
/// @param seconds how long a late answer, a hold or a delay takes; else 0
public record FaultRule(
    FaultyService service,
    FaultKind fault,
    double probability,
    double atSecond,
    double forSeconds,
    List<NamePattern> operations,
    List<NamePattern> on,
    double seconds) {
  private static final double LONGEST_SECONDS = 900;

  public FaultRule {
    operations = List.copyOf(operations);
    on = List.copyOf(on);
    require(
        fault.happensTo(service), "fault", fault.spelling(), "a fault of " + service.spelling());
    require(probability > 0 && probability <= 1, "probability", probability, "above 0, at most 1");
    require(
        atSecond >= 0 && atSecond < Double.POSITIVE_INFINITY, "atSecond", atSecond, "0 or more");
    require(forSeconds > 0, "forSeconds", forSeconds, "more than 0");
    if (fault.usualSeconds() > 0) {
      require(
          seconds > 0 && seconds <= LONGEST_SECONDS, "seconds", seconds, "above 0, at most 900");
    } else {
      require(seconds == 0, "seconds", seconds, "nothing: " + fault.spelling() + " takes no time");
    }
    require(
        fault.operation().isEmpty() || any(operations, List.of(fault.operation().get())),
        "operations",
        operations,
        fault.operation().orElse(""));
  }

  @JsonCreator
  static FaultRule of(
      @JsonProperty(value = "service", required = true) @Nullable FaultyService service,
      @JsonProperty(value = "fault", required = true) @Nullable FaultKind fault,
      @JsonProperty("probability") @Nullable Double probability,
      @JsonProperty("atSecond") @Nullable Double atSecond,
      @JsonProperty("forSeconds") @Nullable Double forSeconds,
      @JsonProperty("operations") @Nullable List<NamePattern> operations,
      @JsonProperty("on") @Nullable List<NamePattern> on,
      @JsonProperty("seconds") @Nullable Double seconds) {
    if (service == null || fault == null) {
      throw new InvalidFaultPlanException(
          service == null ? "service" : "fault", "is null, allowed is a name");
    }
    return new FaultRule(
        service,
        fault,
        requireNonNullElse(probability, 1.0),
        requireNonNullElse(atSecond, 0.0),
        requireNonNullElse(forSeconds, Double.POSITIVE_INFINITY),
        requireNonNullElse(operations, List.of()),
        requireNonNullElse(on, List.of()),
        requireNonNullElse(seconds, fault.usualSeconds()));
  }

  /// A rule that holds all the time.
  public static FaultRule of(FaultyService service, FaultKind fault, double probability) {
    return of(service, fault, probability, null, null, null, null, null);
  }

  /// The same for these operations only.
  public FaultRule operations(String... patterns) {
    return new FaultRule(
        service, fault, probability, atSecond, forSeconds, patterns(patterns), on, seconds);
  }

  /// The same on these tables, queues or `bucket/key`s only.
  public FaultRule on(String... patterns) {
    return new FaultRule(
        service, fault, probability, atSecond, forSeconds, operations, patterns(patterns), seconds);
  }

  /// The same in this window only.
  public FaultRule during(double fromSecond, double lastsSeconds) {
    return new FaultRule(
        service, fault, probability, fromSecond, lastsSeconds, operations, on, seconds);
  }

  /// The same, but it takes so long.
  public FaultRule taking(double howManySeconds) {
    return new FaultRule(
        service, fault, probability, atSecond, forSeconds, operations, on, howManySeconds);
  }

  Duration lasts() {
    return Duration.ofMillis(Math.round(seconds * 1_000));
  }

  boolean isOnAt(double second) {
    return second >= atSecond && second - atSecond < forSeconds;
  }

  boolean matches(
      FaultyService asked, String operation, Supplier<? extends Collection<String>> names) {
    return service == asked
        && fault.operation().map(operation::equals).orElse(true)
        && any(operations, List.of(operation))
        && (on.isEmpty() || any(on, names.get()));
  }

  private static boolean any(List<NamePattern> patterns, Collection<String> names) {
    return patterns.isEmpty()
        || patterns.stream().anyMatch(pattern -> names.stream().anyMatch(pattern::matches));
  }

  private static List<NamePattern> patterns(String... texts) {
    return List.of(texts).stream().map(NamePattern::new).toList();
  }

  private static void require(boolean allowed, String key, Object value, String range) {
    if (!allowed) {
      throw new InvalidFaultPlanException(key, "is " + value + ", allowed is " + range);
    }
  }
}
