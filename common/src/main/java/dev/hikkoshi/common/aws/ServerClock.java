package dev.hikkoshi.common.aws;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// The time as DynamoDB has it, however wrong this machine's clock is: what signatures are checked
/// against. Learnt from the `Date` header of its responses; never later than the true time but for
/// what this machine's clock drifts between two responses. Thread-safe.
final class ServerClock extends Clock implements ExecutionInterceptor {
  /// Enough to see one response that was not delayed.
  private static final int SAMPLES = 16;

  private final Clock local;
  private final Deque<Duration> samples = new ArrayDeque<>();
  private volatile Duration offset = Duration.ZERO;

  ServerClock(Clock local) {
    this.local = local;
  }

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    context.httpResponse().firstMatchingHeader("Date").ifPresent(this::dated);
  }

  /// A response has arrived that was made at `date`, an HTTP date. It was made before it arrived,
  /// so every sample is too early by its way: the latest is the best.
  void dated(String date) {
    try {
      Instant made = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
      synchronized (samples) {
        samples.addLast(Duration.between(local.instant(), made));
        if (samples.size() > SAMPLES) {
          samples.removeFirst();
        }
        offset = samples.stream().max(Comparator.naturalOrder()).orElse(Duration.ZERO);
      }
    } catch (DateTimeException e) {
      // not a date: nothing learnt
    }
  }

  @Override
  public Instant instant() {
    return local.instant().plus(offset);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException();
  }
}
