package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.S3Error;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A range within an object, both ends inclusive.
record ByteRange(long first, long last) {
  private static final Pattern SINGLE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  /// The range of a `Range` header, cut to the size. Several ranges, or what is no range, are
  /// ignored as S3 ignores them; a range wholly outside is refused.
  static Optional<ByteRange> of(@Nullable String header, long size) {
    Matcher match = header == null ? null : SINGLE.matcher(header.strip());
    if (match == null || !match.matches()) {
      return Optional.empty();
    }
    String from = match.group(1);
    String to = match.group(2);
    if (from.isEmpty()) {
      return to.isEmpty() ? Optional.empty() : Optional.of(suffix(Long.parseLong(to), size));
    }
    long first = Long.parseLong(from);
    long last = to.isEmpty() ? size - 1 : Math.min(Long.parseLong(to), size - 1);
    if (!to.isEmpty() && Long.parseLong(to) < first) {
      return Optional.empty();
    }
    if (first >= size) {
      throw S3Error.INVALID_RANGE.exception();
    }
    return Optional.of(new ByteRange(first, last));
  }

  /// The range of `x-amz-copy-source-range`, which must lie wholly inside.
  static ByteRange ofCopySource(String header, long size) {
    Matcher match = SINGLE.matcher(header.strip());
    if (!match.matches() || match.group(1).isEmpty() || match.group(2).isEmpty()) {
      throw S3Error.INVALID_ARGUMENT.exception(
          "The x-amz-copy-source-range value must be of the form bytes=first-last where first and"
              + " last are the zero-based offsets of the first and last bytes to copy");
    }
    ByteRange range = new ByteRange(Long.parseLong(match.group(1)), Long.parseLong(match.group(2)));
    if (range.first > range.last || range.last >= size) {
      throw S3Error.INVALID_ARGUMENT.exception(
          "Range specified is not valid for source object of size: " + size);
    }
    return range;
  }

  long length() {
    return last - first + 1;
  }

  String contentRange(long size) {
    return "bytes %d-%d/%d".formatted(first, last, size);
  }

  private static ByteRange suffix(long count, long size) {
    if (count == 0 || size == 0) {
      throw S3Error.INVALID_RANGE.exception();
    }
    return new ByteRange(Math.max(0, size - count), size - 1);
  }
}
