package dev.hikkoshi.common.time;

import java.time.Duration;
import java.util.Locale;

/// A duration as a person reads it: `7 s`, `12.3 s`, `4 min 05 s`, `5 h 08 min`.
public final class DurationText {
  private DurationText() {}

  /// @param duration 0 or more
  public static String of(Duration duration) {
    if (duration.toHours() > 0) {
      return "%d h %02d min".formatted(duration.toHours(), duration.toMinutesPart());
    }
    if (duration.toMinutes() > 0) {
      return "%d min %02d s".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
    return duration.toMillisPart() == 0
        ? duration.toSeconds() + " s"
        : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
  }
}
