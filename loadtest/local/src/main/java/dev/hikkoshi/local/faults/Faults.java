package dev.hikkoshi.local.faults;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Decides what goes wrong with each request. Each rule has a chance of its own, drawn from the
/// plan's seed: what one rule decides does not depend on which requests the others were asked
/// about. Nothing goes wrong before [#begin]. Thread-safe.
public final class Faults {
  private final List<Striker> strikers;
  private final LongSupplier nanoTime;
  private final FaultCounts counts = new FaultCounts();
  private volatile Optional<Long> beginNanos = Optional.empty();

  /// @param nanoTime the clock of the rules' windows
  public Faults(FaultPlan plan, LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    // The parent's splits are the same for the same seed, whatever the rules are.
    var seeds = new SplittableRandom(plan.seed());
    this.strikers =
        IntStream.range(0, plan.rules().size())
            .mapToObj(i -> new Striker(plan.rules().get(i), seeds.split()))
            .toList();
  }

  /// Nothing ever goes wrong.
  public static Faults none() {
    return new Faults(FaultPlan.NONE, () -> 0);
  }

  /// From now on things go wrong; second 0 of the rules' windows.
  public void begin() {
    beginNanos = Optional.of(nanoTime.getAsLong());
  }

  /// From now on nothing goes wrong any more; what is held back is held to its end.
  public void end() {
    beginNanos = Optional.empty();
  }

  /// What was injected.
  public FaultCounts counts() {
    return counts;
  }

  /// What goes wrong with a request, if anything does; it counts as injected.
  ///
  /// @param names the tables, the queue, or the `bucket/key` it is about; only asked if a rule asks
  public Optional<Fault> next(
      FaultyService service, String operation, Supplier<? extends Collection<String>> names) {
    Optional<Long> begin = beginNanos;
    if (begin.isEmpty()) {
      return Optional.empty();
    }
    double second = (nanoTime.getAsLong() - begin.get()) / 1e9;
    for (Striker striker : strikers) {
      if (striker.rule.isOnAt(second) && striker.rule.matches(service, operation, names)) {
        Optional<Fault> fault = striker.strike();
        if (fault.isPresent()) {
          counts.count(service, fault.get().kind());
          return fault;
        }
      }
    }
    return Optional.empty();
  }

  /// A rule and its chance.
  private static final class Striker {
    private final FaultRule rule;
    private final SplittableRandom random;

    Striker(FaultRule rule, SplittableRandom random) {
      this.rule = rule;
      this.random = random;
    }

    synchronized Optional<Fault> strike() {
      return random.nextDouble() < rule.probability()
          ? Optional.of(new Fault(rule.fault(), rule.lasts(), random.nextLong()))
          : Optional.empty();
    }
  }
}
