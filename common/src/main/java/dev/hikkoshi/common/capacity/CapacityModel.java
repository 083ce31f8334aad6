package dev.hikkoshi.common.capacity;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a table or bucket with a [CapacityProfile] accepts, second by second: `(now, key, units) →
/// accepted or refused`. Pure arithmetic, driven by the caller's clock; the same offers at the same
/// times give the same answers.
///
/// How the words of the profile are read:
/// - "accepts at most its rate" is a token bucket one second deep, full at the start; so is each
///   partition's limit. An item larger than the bucket is accepted from a full bucket and leaves a
///   debt.
/// - An item is refused by the table when the table's bucket cannot pay for it, else by its
///   partition when that one cannot. Refused items consume nothing.
/// - Utilisation is (accepted in the last 60 whole seconds ÷ 60) ÷ the rate now; before the start
///   nothing was accepted. It is looked at on every whole second: each one at or above
///   `atUtilization` counts, one below starts the count anew, at `sustainedSeconds` the rate is
///   multiplied and the count starts anew.
/// - A partition's heat is what it was *offered* in the last 60 whole seconds, in the same way;
///   each half of a split starts with half of that history, a full bucket and a count of zero.
/// - Unused capacity fills the table's bucket up to `burstSeconds` × rate. Nothing is unused at the
///   start, so the burst has to be saved up first. Partitions keep their own limit meanwhile, so it
///   is never spent beyond their sum.
/// - A forced rate replaces the rate for limit, utilisation and burst; what the table has grown to
///   returns afterwards. A table forced to 0 accepts nothing, keeps no burst, and its utilisation
///   is 0. Of several forced at once the last begun counts.
/// - A bucket's capacity is the sum of its partitions, up to `maxRate`; it has no growth of its
///   own.
///
/// Not safe for use by several threads; a front that is asked concurrently holds a lock per batch.
/// A clock that steps back is taken as standing still.
public final class CapacityModel {
  private static final long SECOND = 1_000_000_000L;

  private final CapacityProfile profile;
  private final long originNanos;
  private final @Nullable KeySpace keys;
  private final SlidingMinute accepted = new SlidingMinute();
  private long nowNanos;
  private long nextSecondNanos = SECOND;
  private long nextEdgeNanos;
  private double grownRate;
  private double rate;
  private double errorRatio;
  private double tokens;
  private double acceptedThisSecond;
  private double sustainedSeconds;

  /// @param profile what to model
  /// @param originNanos the clock's reading at second 0 of the profile
  public CapacityModel(CapacityProfile profile, long originNanos) {
    this.profile = profile;
    this.originNanos = originNanos;
    keys = profile.partitions().map(KeySpace::new).orElse(null);
    grownRate =
        profile.kind() == CapacityProfile.Kind.S3 ? profile.maxRate() : profile.initialRate();
    crossEdge(0);
    tokens = rate;
  }

  /// Offers one item.
  ///
  /// @param now the clock, in nanoseconds
  /// @param keyPosition where in the key space `[0, 1)` the item lies, as its partition key hashes
  /// @param units what it costs
  /// @return whether it is accepted, and if not, by which limit
  public Admission offer(long now, double keyPosition, double units) {
    advance(now);
    var partition = keys == null ? null : keys.at(keyPosition);
    if (partition != null) {
      partition.offered(units);
    }
    if (tokens < Math.min(units, depth()) || rate == 0) {
      return Admission.REFUSED_TABLE;
    }
    if (partition != null) {
      if (partition.tokens(nowNanos) < Math.min(units, partition.rate)) {
        return Admission.REFUSED_KEY_RANGE;
      }
      partition.take(units);
    }
    take(units);
    return Admission.ACCEPTED;
  }

  /// What could be accepted now without any refusal, spread evenly over a key range: what someone
  /// would offer who knows the capacity at every moment.
  ///
  /// @param now the clock, in nanoseconds
  /// @param from start of the key range, in `[0, 1)`
  /// @param to end of the key range, at most 1
  /// @return units
  public double room(long now, double from, double to) {
    advance(now);
    double room = Math.max(0, tokens);
    for (var partition : partitions()) {
      double share = overlap(partition, from, to);
      if (share > 0) {
        room = Math.min(room, Math.max(0, partition.tokens(nowNanos)) / share);
      }
    }
    return room;
  }

  /// Accepts units spread evenly over a key range, as counted by [#room].
  ///
  /// @param now the clock, in nanoseconds
  /// @param from start of the key range, in `[0, 1)`
  /// @param to end of the key range, at most 1
  /// @param units at most what [#room] answered
  public void absorb(long now, double from, double to, double units) {
    advance(now);
    for (var partition : partitions()) {
      double part = units * overlap(partition, from, to);
      partition.offered(part);
      if (part > 0) {
        partition.tokens(nowNanos);
        partition.take(part);
      }
    }
    take(units);
  }

  /// @return units per second the table takes now, forced or grown, without burst; for a bucket the
  ///   sum of its partitions
  public double rate(long now) {
    advance(now);
    return profile.kind() == CapacityProfile.Kind.S3 ? Math.min(rate, partitionRate(now)) : rate;
  }

  /// @return the sum of the partitions' limits in units per second; infinite without partitions
  public double partitionRate(long now) {
    advance(now);
    return keys == null
        ? Double.POSITIVE_INFINITY
        : keys.partitions().stream().mapToDouble(partition -> partition.rate).sum();
  }

  /// @return how many partitions there are now; 0 when they do not limit
  public int partitionCount(long now) {
    advance(now);
    return partitions().size();
  }

  /// @return share of requests that fail with a server error now, 0 to 1
  public double errorRatio(long now) {
    advance(now);
    return errorRatio;
  }

  private List<Partition> partitions() {
    return keys == null ? List.of() : keys.partitions();
  }

  private static double overlap(Partition partition, double from, double to) {
    return Math.max(0, Math.min(to, partition.to) - Math.max(from, partition.from)) / (to - from);
  }

  private void take(double units) {
    tokens -= units;
    acceptedThisSecond += units;
  }

  private double depth() {
    return rate * Math.max(1, profile.burstSeconds());
  }

  private void advance(long now) {
    long target = now - originNanos;
    while (target >= Math.min(nextSecondNanos, nextEdgeNanos)) {
      long step = Math.min(nextSecondNanos, nextEdgeNanos);
      refill(step);
      if (step == nextSecondNanos) {
        closeSecond();
        nextSecondNanos += SECOND;
      }
      if (step == nextEdgeNanos) {
        crossEdge(step);
      }
    }
    refill(target);
  }

  private void refill(long target) {
    if (target > nowNanos) {
      tokens = Math.min(depth(), tokens + (target - nowNanos) * 1e-9 * rate);
      nowNanos = target;
    }
  }

  private void closeSecond() {
    accepted.add(acceptedThisSecond);
    acceptedThisSecond = 0;
    profile.growth().ifPresent(this::grow);
    if (keys != null) {
      keys.closeSecond(nowNanos);
    }
  }

  private void grow(CapacityProfile.Growth growth) {
    boolean used = rate > 0 && accepted.perSecond() >= growth.atUtilization() * rate * (1 - 1e-9);
    sustainedSeconds = used ? sustainedSeconds + 1 : 0;
    if (sustainedSeconds >= growth.sustainedSeconds()) {
      boolean forced = rate != grownRate;
      grownRate = Math.min(profile.maxRate(), grownRate * growth.factor());
      sustainedSeconds = 0;
      if (!forced) {
        rate = grownRate;
      }
    }
  }

  private void crossEdge(long atNanos) {
    rate = grownRate;
    errorRatio = 0;
    nextEdgeNanos = Long.MAX_VALUE;
    for (var event : profile.events()) {
      long start = nanos(event.atSecond());
      long end = nanos(event.atSecond() + event.forSeconds());
      if (start <= atNanos && atNanos < end) {
        rate = event.rate().orElse(rate);
        errorRatio = Math.max(errorRatio, event.errorRatio());
      }
      long edge = start > atNanos ? start : end;
      if (edge > atNanos) {
        nextEdgeNanos = Math.min(nextEdgeNanos, edge);
      }
    }
    tokens = Math.min(tokens, depth());
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * SECOND);
  }
}
