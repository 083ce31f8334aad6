package dev.hikkoshi.runbook.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Numbers and times as a person reads them.
final class Words {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String[] SIZES = {"B", "KB", "MB", "GB", "TB", "PB"};
  private static final double SIZE_STEP = 1000;

  private Words() {}

  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String count(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  static String rate(double perSecond) {
    return count(perSecond) + "/s";
  }

  static String bytes(double value) {
    int size = 0;
    double shown = value;
    while (shown >= SIZE_STEP && size < SIZES.length - 1) {
      shown /= SIZE_STEP;
      size++;
    }
    return String.format(Locale.ROOT, size == 0 ? "%.0f %s" : "%.1f %s", shown, SIZES[size]);
  }

  static String time(Instant instant) {
    return TIME.format(instant);
  }
}
