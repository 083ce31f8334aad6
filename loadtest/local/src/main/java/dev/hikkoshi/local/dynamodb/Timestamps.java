package dev.hikkoshi.local.dynamodb;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// The two ways an export tells the time, both in milliseconds.
final class Timestamps {
  private static final DateTimeFormatter MANIFEST =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private Timestamps() {}

  /// As in API answers: a number.
  static BigDecimal epochSeconds(Instant instant) {
    return BigDecimal.valueOf(instant.toEpochMilli(), 3);
  }

  /// What [#epochSeconds] was made from, or a client's own number with any fraction.
  static Instant instant(BigDecimal epochSeconds) {
    long nanos = epochSeconds.movePointRight(9).longValue();
    return Instant.ofEpochSecond(0, nanos);
  }

  /// As in manifests, such as `2024-05-14T11:14:20.608Z`.
  static String text(Instant instant) {
    return MANIFEST.format(instant);
  }
}
