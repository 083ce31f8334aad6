package dev.hikkoshi.worker.fleet;

import dev.hikkoshi.common.ledger.Heartbeat;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/// Who is alive, seen by one worker: another is alive while its beat is seen to change within three
/// intervals of this worker's own clock. Pure: times are given. Not thread-safe.
///
/// Shares never add up to more than the target: a worker counts from the moment its row is first
/// seen, and writes nothing itself for two intervals, within which all others have seen it.
public final class FleetView {
  private final long intervalNanos;
  private final long joinedNanos;
  private final Map<String, Seen> seen = new HashMap<>();
  private long reachedNanos;

  /// @param interval between heartbeats, the same for the whole fleet
  /// @param nowNanos when this worker sent its first heartbeat
  public FleetView(Duration interval, long nowNanos) {
    intervalNanos = interval.toNanos();
    joinedNanos = nowNanos;
    reachedNanos = nowNanos;
  }

  /// Takes in what the ledger holds now; to be called after this worker's own heartbeat was
  /// written.
  public void observe(Collection<Heartbeat> beats, long nowNanos) {
    reachedNanos = nowNanos;
    var now = new HashMap<String, Seen>();
    for (Heartbeat beat : beats) {
      Seen before = seen.get(beat.id());
      now.put(
          beat.id(),
          before != null && before.beat == beat.beat() ? before : new Seen(beat.beat(), nowNanos));
    }
    seen.clear();
    seen.putAll(now);
  }

  /// How many workers share the target now; at least 1.
  public long live(long nowNanos) {
    long live =
        seen.values().stream().filter(s -> nowNanos - s.changedNanos <= 3 * intervalNanos).count();
    return Math.max(1, live);
  }

  /// This worker's share of a target. 0 while it is too new, and while its own heartbeats do not
  /// reach the ledger.
  public double share(double target, long nowNanos) {
    boolean tooNew = nowNanos - joinedNanos < 2 * intervalNanos;
    boolean unseen = nowNanos - reachedNanos > 2 * intervalNanos;
    return tooNew || unseen ? 0 : target / live(nowNanos);
  }

  private record Seen(long beat, long changedNanos) {}
}
