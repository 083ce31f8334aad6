package dev.hikkoshi.bench.virtual;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Virtual time: one queue of events, played one after the other; threads run between them. Chance
/// comes from the seed alone, so that a seed is a history. For one thread.
final class World {
  private static final Instant EPOCH = Instant.parse("2026-11-01T00:00:00Z");

  private final SplittableRandom random;
  private final boolean traced;
  private final Fibers fibers = new Fibers();
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final List<String> trace = new ArrayList<>();
  private @Nullable String violation;
  private long now;
  private long played;
  private long scheduled;

  World(long seed, boolean traced) {
    this.random = new SplittableRandom(seed);
    this.traced = traced;
  }

  private record Event(long at, long number, Runnable action) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return at == other.at ? Long.compare(number, other.number) : Long.compare(at, other.at);
    }
  }

  RandomGenerator random() {
    return random;
  }

  Fibers fibers() {
    return fibers;
  }

  boolean chance(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /// Nanoseconds between the two, more often few than many.
  long between(Duration least, Duration most) {
    double part = random.nextDouble();
    return least.toNanos() + (long) (part * part * (most.toNanos() - least.toNanos()));
  }

  /// Nanoseconds since the beginning.
  long now() {
    return now;
  }

  Instant instant() {
    return EPOCH.plusNanos(now);
  }

  /// Events played so far.
  long played() {
    return played;
  }

  /// Has something happen later.
  void after(long nanos, Runnable action) {
    events.add(new Event(now + Math.max(0, nanos), scheduled++, action));
  }

  /// Plays events until it is over, something is wrong, or the time is up.
  void play(BooleanSupplier over, Duration atMost) {
    long end = now + atMost.toNanos();
    fibers.run();
    while (violation == null && !over.getAsBoolean()) {
      Event next = events.poll();
      if (next == null || next.at > end) {
        now = end;
        return;
      }
      now = next.at;
      played++;
      next.action.run();
      fibers.run();
    }
  }

  void trace(Supplier<String> line) {
    if (traced) {
      trace.add(String.format(Locale.ROOT, "%11.4f  %s", now / 1e9, line.get()));
    }
  }

  /// Something happened that must never happen; only the first counts.
  void violated(String what) {
    if (violation == null) {
      violation = String.format(Locale.ROOT, "at %.4f s: %s", now / 1e9, what);
      trace(() -> "VIOLATION: " + what);
    }
  }

  Optional<String> violation() {
    return Optional.ofNullable(violation);
  }

  List<String> trace() {
    return trace;
  }
}
