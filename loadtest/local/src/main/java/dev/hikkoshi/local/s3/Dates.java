package dev.hikkoshi.local.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Instants as S3 writes them in headers and in XML.
final class Dates {
  private static final DateTimeFormatter HEADER =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter XML =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private Dates() {}

  static String header(Instant instant) {
    return HEADER.format(instant);
  }

  static String xml(Instant instant) {
    return XML.format(instant);
  }

  /// Null for what is absent or is no date: such a header is ignored, as HTTP asks.
  static @Nullable Instant parse(@Nullable String header) {
    if (header == null) {
      return null;
    }
    try {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(header, Instant::from);
    } catch (DateTimeException _) {
      return null;
    }
  }
}
