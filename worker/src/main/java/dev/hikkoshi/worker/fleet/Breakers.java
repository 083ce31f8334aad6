package dev.hikkoshi.worker.fleet;

import dev.hikkoshi.common.time.Time;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One circuit breaker for each migration. It opens when several units in a row found that the
/// destination refuses everything; then no unit of that migration is tried, but one now and then,
/// until one succeeds. Thread-safe.
public final class Breakers {
  /// How long a unit stays away while the destination refuses everything.
  public static final Duration WAIT = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(Breakers.class);
  private static final int IN_A_ROW = 4;
  private static final int ALL_PERCENT = 100;

  private final Time time;
  private final CircuitBreakerConfig config;
  private final Map<String, Destination> destinations = new ConcurrentHashMap<>();

  public Breakers(Time time) {
    this.time = time;
    this.config =
        CircuitBreakerConfig.custom()
            .clock(time.clock())
            .slidingWindow(IN_A_ROW, IN_A_ROW, SlidingWindowType.COUNT_BASED)
            .failureRateThreshold(ALL_PERCENT)
            .waitDurationInOpenState(WAIT)
            .permittedNumberOfCallsInHalfOpenState(1)
            .build();
  }

  /// Asks to try a unit of the migration.
  ///
  /// @return a trial, which must be closed; nothing while its destination refuses everything
  public Optional<Trial> trial(String migration) {
    var destination = destinations.computeIfAbsent(migration, Destination::new);
    return destination.breaker.tryAcquirePermission()
        ? Optional.of(new Trial(destination))
        : Optional.empty();
  }

  /// Whether something is worth trying: some destination has accepted something not long ago, so
  /// that units of its migration may stand behind those that are refused.
  public boolean isAnyAccepting() {
    long now = time.nanoTime();
    return destinations.values().stream()
        .anyMatch(each -> each.accepted && now - each.acceptedNanos < 2 * WAIT.toNanos());
  }

  /// Why the migration's destination refuses everything; empty while it does not.
  String refusal(String migration) {
    Destination destination = destinations.get(migration);
    return destination == null || !destination.told ? "" : destination.reason;
  }

  /// Keeps only the breakers of these migrations.
  void retain(Set<String> migrations) {
    destinations.keySet().retainAll(migrations);
  }

  /// One unit is tried. For one thread; closed without an outcome it counts for nothing.
  public final class Trial implements AutoCloseable {
    private final Destination destination;
    private final long begun = time.nanoTime();
    private boolean ended;

    private Trial(Destination destination) {
      this.destination = destination;
    }

    /// The destination has answered as a destination does.
    public void accepted() {
      ended = true;
      destination.breaker.onSuccess(time.nanoTime() - begun, TimeUnit.NANOSECONDS);
      destination.accepted(time.nanoTime());
    }

    /// The destination refuses everything.
    public void refused(String reason) {
      ended = true;
      destination.breaker.onError(
          time.nanoTime() - begun, TimeUnit.NANOSECONDS, new IllegalStateException(reason));
      destination.refused(reason);
    }

    @Override
    public void close() {
      if (!ended) {
        destination.breaker.releasePermission();
      }
    }
  }

  /// What is known of one migration's destination.
  private final class Destination {
    private final String migration;
    private final CircuitBreaker breaker;
    private volatile boolean told;
    private volatile String reason = "";
    private volatile boolean accepted;
    private volatile long acceptedNanos;

    Destination(String migration) {
      this.migration = migration;
      this.breaker = CircuitBreaker.of(migration, config);
    }

    synchronized void accepted(long now) {
      accepted = true;
      acceptedNanos = now;
      if (told && breaker.getState() == CircuitBreaker.State.CLOSED) {
        told = false;
        LOG.warn("The destination of {} accepts writes again", migration);
      }
    }

    synchronized void refused(String why) {
      reason = why;
      accepted = false;
      if (!told && breaker.getState() != CircuitBreaker.State.CLOSED) {
        told = true;
        LOG.warn(
            "The destination of {} refuses everything; its units wait until that ends: {}",
            migration,
            why);
      }
    }
  }
}
