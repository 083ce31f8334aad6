package dev.hikkoshi.common.capacity;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The capacity of a destination over time, as in a profile file. Rates are units per second: write
/// capacity units for a table, requests for a bucket.
///
/// What a profile does not mention does not happen: without `growth` the rate stays, without
/// `partitions` only the table limits, without `splitAfterSeconds` nothing splits. Defaults: `kind`
/// dynamodb, `mode` on-demand, `initialRate` 4,000 (what a new on-demand table takes), `maxRate`
/// the larger of 40,000 (the default quota) and `initialRate`, `burstSeconds` 300 for provisioned
/// tables and else 0, latency 6/40 ms, `keyOrder` shuffled. A bucket without `partitions` starts
/// with one of 3,500/s that splits after 600 s at 90 %.
///
/// @param name what reports call it
/// @param kind what is modelled
/// @param mode whether a table's rate grows (on-demand) or not (provisioned)
/// @param initialRate units per second at the start; for a bucket only what a client may start
///   with, its capacity is the sum of its partitions
/// @param maxRate the rate growth stops at, and the cap of a bucket
/// @param growth how an on-demand rate grows; empty = it does not
/// @param partitions the limits by key range; empty = none
/// @param burstSeconds seconds of unused capacity that may be spent later
/// @param latency of one request
/// @param events what happens at which second, in order of time
/// @param itemBytes sizes of items; empty = one unit each
/// @param keyOrder how keys reach the queue
public record CapacityProfile(
    String name,
    Kind kind,
    Mode mode,
    double initialRate,
    double maxRate,
    Optional<Growth> growth,
    Optional<Partitions> partitions,
    double burstSeconds,
    Latency latency,
    List<Event> events,
    Optional<ItemBytes> itemBytes,
    KeyOrder keyOrder) {

  private static final double NEW_TABLE_RATE = 4_000;
  private static final double DEFAULT_TABLE_QUOTA = 40_000;
  private static final double PROVISIONED_BURST_SECONDS = 300;

  public CapacityProfile {
    Require.positive("initialRate", initialRate);
    Require.that(
        maxRate >= initialRate && maxRate <= Require.MOST,
        "maxRate",
        maxRate,
        "initialRate (" + initialRate + ") to " + Require.MOST);
    Require.notNegative("burstSeconds", burstSeconds);
    events = events.stream().sorted(java.util.Comparator.comparingDouble(Event::atSecond)).toList();
  }

  /// Reads a profile file.
  ///
  /// @throws IOException if the file cannot be read
  /// @throws InvalidProfileException if it is no profile
  public static CapacityProfile read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  /// Parses a profile.
  ///
  /// @throws InvalidProfileException naming the key, its value and what is allowed
  public static CapacityProfile parse(String json) {
    return ProfileJson.parse(json);
  }

  @JsonCreator
  static CapacityProfile of(
      @JsonProperty("name") @Nullable String name,
      @JsonProperty("kind") @Nullable Kind kind,
      @JsonProperty("mode") @Nullable Mode mode,
      @JsonProperty("initialRate") @Nullable Double initialRate,
      @JsonProperty("maxRate") @Nullable Double maxRate,
      @JsonProperty("growth") @Nullable Growth growth,
      @JsonProperty("partitions") @Nullable Partitions partitions,
      @JsonProperty("burstSeconds") @Nullable Double burstSeconds,
      @JsonProperty("latencyMillis") @Nullable Latency latency,
      @JsonProperty("events") @Nullable List<@Nullable Event> events,
      @JsonProperty("itemBytes") @Nullable ItemBytes itemBytes,
      @JsonProperty("keyOrder") @Nullable KeyOrder keyOrder) {
    var actualKind = requireNonNullElse(kind, Kind.DYNAMODB);
    var actualMode = requireNonNullElse(mode, Mode.ON_DEMAND);
    var split = partitions == null && actualKind == Kind.S3 ? Partitions.BUCKET : partitions;
    double firstRate =
        initialRate != null
            ? initialRate
            : actualKind == Kind.S3 && split != null ? split.sum() : NEW_TABLE_RATE;
    return new CapacityProfile(
        requireNonNullElse(name, "unnamed"),
        actualKind,
        actualMode,
        firstRate,
        maxRate != null ? maxRate : defaultMaxRate(actualKind, firstRate),
        actualMode == Mode.PROVISIONED ? Optional.empty() : Optional.ofNullable(growth),
        Optional.ofNullable(split),
        burstSeconds != null
            ? burstSeconds
            : actualMode == Mode.PROVISIONED ? PROVISIONED_BURST_SECONDS : 0,
        requireNonNullElse(latency, Latency.TYPICAL),
        events(events),
        Optional.ofNullable(itemBytes),
        requireNonNullElse(keyOrder, KeyOrder.SHUFFLED));
  }

  private static List<Event> events(@Nullable List<@Nullable Event> events) {
    var all = new ArrayList<Event>();
    for (Event event : requireNonNullElse(events, List.<@Nullable Event>of())) {
      if (event == null) {
        throw new InvalidProfileException("events", "has null in it, allowed are objects");
      }
      all.add(event);
    }
    return all;
  }

  private static double defaultMaxRate(Kind kind, double initialRate) {
    return kind == Kind.S3 ? Require.MOST : Math.max(DEFAULT_TABLE_QUOTA, initialRate);
  }

  /// What is modelled.
  public enum Kind {
    /// A table; units are write capacity units.
    @JsonProperty("dynamodb")
    DYNAMODB,
    /// A bucket; units are requests, and its capacity is the sum of its partitions.
    @JsonProperty("s3")
    S3
  }

  /// A table's billing mode.
  public enum Mode {
    /// The rate grows when used.
    @JsonProperty("on-demand")
    ON_DEMAND,
    /// The rate stays; unused capacity may be spent later.
    @JsonProperty("provisioned")
    PROVISIONED
  }

  /// How keys reach the queue.
  public enum KeyOrder {
    /// Every item anywhere in the key space.
    @JsonProperty("shuffled")
    SHUFFLED,
    /// One source file, and so one key range, after the other: a naive file-by-file reader.
    @JsonProperty("partition-ordered")
    PARTITION_ORDERED,
    /// Many files side by side, an item of each in turn: what our producer does.
    @JsonProperty("interleaved")
    INTERLEAVED
  }

  /// Utilisation held at `atUtilization` for `sustainedSeconds` without a break multiplies the rate
  /// by `factor`.
  ///
  /// @param atUtilization accepted ÷ rate over a sliding 60 s, in (0, 1]
  /// @param sustainedSeconds how long it has to hold
  /// @param factor what the rate is multiplied by, 1 to 1,000
  public record Growth(double atUtilization, double sustainedSeconds, double factor) {
    private static final double MOST_FACTOR = 1_000;

    public Growth {
      Require.fraction("growth.atUtilization", atUtilization);
      Require.positive("growth.sustainedSeconds", sustainedSeconds);
      Require.that(
          factor >= 1 && factor <= MOST_FACTOR, "growth.factor", factor, "1 to " + MOST_FACTOR);
    }

    @JsonCreator
    static Growth of(
        @JsonProperty("atUtilization") @Nullable Double atUtilization,
        @JsonProperty("sustainedSeconds") @Nullable Double sustainedSeconds,
        @JsonProperty("factor") @Nullable Double factor) {
      return new Growth(
          requireNonNullElse(atUtilization, 0.8),
          requireNonNullElse(sustainedSeconds, 600.0),
          requireNonNullElse(factor, 2.0));
    }
  }

  /// The key space in equal ranges, each with its own limit.
  ///
  /// @param initial how many at the start
  /// @param rateEach units per second each of them takes
  /// @param splitAtUtilization offered ÷ `rateEach` over a sliding 60 s that counts as hot
  /// @param splitAfterSeconds how long a partition has to be hot to split in half; infinite = never
  public record Partitions(
      int initial, double rateEach, double splitAtUtilization, double splitAfterSeconds) {
    static final Partitions BUCKET = new Partitions(1, 3_500, 0.9, 600);

    public Partitions {
      Require.that(
          initial >= 1 && initial <= 100_000, "partitions.initial", initial, "1 to 100000");
      Require.positive("partitions.rateEach", rateEach);
      Require.positive("partitions.splitAtUtilization", splitAtUtilization);
      Require.that(
          splitAfterSeconds > 0, "partitions.splitAfterSeconds", splitAfterSeconds, "more than 0");
    }

    @JsonCreator
    static Partitions of(
        @JsonProperty("initial") @Nullable Integer initial,
        @JsonProperty("rateEach") @Nullable Double rateEach,
        @JsonProperty("splitAtUtilization") @Nullable Double splitAtUtilization,
        @JsonProperty("splitAfterSeconds") @Nullable Double splitAfterSeconds) {
      return new Partitions(
          requireNonNullElse(initial, 1),
          requireNonNullElse(rateEach, 1_000.0),
          requireNonNullElse(splitAtUtilization, 0.9),
          requireNonNullElse(splitAfterSeconds, Double.POSITIVE_INFINITY));
    }

    double sum() {
      return initial * rateEach;
    }
  }

  /// Time of one request, log-normal through two percentiles.
  ///
  /// @param p50 median in milliseconds, 0 to an hour
  /// @param p99 99th percentile in milliseconds, `p50` to an hour
  public record Latency(double p50, double p99) {
    static final Latency TYPICAL = new Latency(6, 40);

    private static final double MOST_MILLIS = 3_600_000;

    /// The 99th percentile of the standard normal distribution.
    private static final double Z99 = 2.3263478740408408;

    public Latency {
      Require.that(p50 >= 0 && p50 <= MOST_MILLIS, "latencyMillis.p50", p50, "0 to " + MOST_MILLIS);
      Require.that(
          p99 >= p50 && p99 <= MOST_MILLIS,
          "latencyMillis.p99",
          p99,
          "p50 (" + p50 + ") to " + MOST_MILLIS);
    }

    @JsonCreator
    static Latency of(
        @JsonProperty("p50") @Nullable Double p50, @JsonProperty("p99") @Nullable Double p99) {
      return new Latency(
          Require.present("latencyMillis.p50", p50), Require.present("latencyMillis.p99", p99));
    }

    /// Draws the time of one request.
    public Duration draw(RandomGenerator random) {
      return p50 == 0
          ? Duration.ZERO
          : Duration.ofNanos(
              (long) (1e6 * p50 * Math.exp(Math.log(p99 / p50) / Z99 * random.nextGaussian())));
    }
  }

  /// Size of an item, log-normal through two percentiles.
  ///
  /// @param p50 median in bytes
  /// @param p99 99th percentile in bytes, at least `p50`
  public record ItemBytes(double p50, double p99) {
    public ItemBytes {
      Require.positive("itemBytes.p50", p50);
      Require.that(
          p99 >= p50 && p99 <= Require.MOST,
          "itemBytes.p99",
          p99,
          "p50 (" + p50 + ") to " + Require.MOST);
    }

    @JsonCreator
    static ItemBytes of(
        @JsonProperty("p50") @Nullable Double p50, @JsonProperty("p99") @Nullable Double p99) {
      return new ItemBytes(
          Require.present("itemBytes.p50", p50), Require.present("itemBytes.p99", p99));
    }
  }

  /// Something that happens to the destination.
  ///
  /// @param atSecond when it begins, seconds after the start
  /// @param forSeconds how long it lasts
  /// @param rate the table's rate while it lasts; empty = not forced
  /// @param errorRatio share of requests that fail with a server error while it lasts
  public record Event(
      double atSecond, double forSeconds, Optional<Double> rate, double errorRatio) {
    public Event {
      Require.notNegative("events.atSecond", atSecond);
      Require.positive("events.forSeconds", forSeconds);
      rate.ifPresent(forced -> Require.notNegative("events.rate", forced));
      Require.that(errorRatio >= 0 && errorRatio <= 1, "events.errorRatio", errorRatio, "0 to 1");
    }

    @JsonCreator
    static Event of(
        @JsonProperty("atSecond") @Nullable Double atSecond,
        @JsonProperty("forSeconds") @Nullable Double forSeconds,
        @JsonProperty("rate") @Nullable Double rate,
        @JsonProperty("errorRatio") @Nullable Double errorRatio) {
      double begin = Require.present("events.atSecond", atSecond);
      double length = Require.present("events.forSeconds", forSeconds);
      if (rate == null && errorRatio == null) {
        throw new InvalidProfileException(
            "events",
            "has one in which nothing happens, allowed are a rate, an errorRatio or both");
      }
      return new Event(
          begin, length, Optional.ofNullable(rate), requireNonNullElse(errorRatio, 0.0));
    }
  }
}
