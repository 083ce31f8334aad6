package dev.hikkoshi.runbook;

import dev.hikkoshi.common.ledger.Heartbeat;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Remembers for how long each worker's heartbeat has stood still, by this machine's own clock. Not
/// thread-safe.
final class FleetWatch {
  private final Map<String, Seen> seen = new HashMap<>();

  /// These heartbeats were in the ledger at `nowNanos`.
  void look(List<Heartbeat> beats, long nowNanos) {
    for (Heartbeat beat : beats) {
      seen.compute(
          beat.id(),
          (_, before) ->
              before == null || before.beat != beat.beat()
                  ? new Seen(beat.beat(), nowNanos)
                  : before);
    }
  }

  /// Whether the worker's heartbeat, last looked at now, has stood still that long.
  boolean isStill(Heartbeat beat, Duration duration, long nowNanos) {
    Seen last = seen.get(beat.id());
    return last != null && nowNanos - last.sinceNanos >= duration.toNanos();
  }

  /// How many have beaten within that time. Who was never seen to beat, because it was looked at
  /// only now, counts.
  int alive(Duration within, long nowNanos) {
    return (int)
        seen.values().stream()
            .filter(last -> nowNanos - last.sinceNanos < within.toNanos())
            .count();
  }

  private record Seen(long beat, long sinceNanos) {}
}
