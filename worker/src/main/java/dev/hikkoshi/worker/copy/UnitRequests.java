package dev.hikkoshi.worker.copy;

import dev.hikkoshi.common.aws.CopyClients;
import dev.hikkoshi.common.aws.NotSentException;
import dev.hikkoshi.common.aws.RawS3;
import dev.hikkoshi.common.ledger.UnitTotals;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.worker.fleet.Lease;
import dev.hikkoshi.worker.fleet.Permission;
import dev.hikkoshi.worker.pace.PaceOutcome;
import dev.hikkoshi.worker.pace.Pacer;
import dev.hikkoshi.worker.pace.RetryPolicy;
import dev.hikkoshi.worker.pace.RetryPolicy.SendAgain;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// The requests of one unit: each at the migration's pace, under the worker's bound of open
/// requests, signed for the instant of a lease that allowed it, and sent again a few times where
/// that may help. Thread-safe.
final class UnitRequests {
  private final S3Client s3;
  private final RawS3 raw;
  private final Pacer pacer;
  private final Semaphore open;
  private final Permission permission;
  private final RetryPolicy retry;
  private final int handBacks;
  private final RandomGenerator random;
  private final Time time;
  private final AtomicReference<@Nullable Instant> started = new AtomicReference<>();
  private final AtomicLong requests = new AtomicLong();
  private final AtomicLong throttled = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  /// @param open permits for requests at once
  /// @param handBacks how often what is left of the unit went through the retry queue before
  UnitRequests(
      CopyClients clients,
      Pacer pacer,
      Semaphore open,
      Permission permission,
      RetryPolicy retry,
      int handBacks,
      RandomGenerator random,
      Time time) {
    this.s3 = clients.s3();
    this.raw = clients.raw();
    this.pacer = pacer;
    this.open = open;
    this.permission = permission;
    this.retry = retry;
    this.handBacks = handBacks;
    this.random = random;
    this.time = time;
  }

  /// A write: one that expects something to be there is sent once.
  <T> T write(String key, Expected expected, Call<T> call)
      throws RefusedException, InterruptedException {
    return expected.isAnything() ? send(key, call) : sendOnce(key, call);
  }

  /// One request.
  @FunctionalInterface
  interface Call<T> {
    /// @param signed has to be given to the request's `overrideConfiguration`
    T send(S3Client s3, Signing signed);
  }

  /// Sends a request, and again where it was too fast or nobody's fault.
  ///
  /// @throws RefusedException if it did not succeed, or may not be sent
  ///
  /// @param key what it writes, or what it is needed for to be written
  <T> T send(String key, Call<T> call) throws RefusedException, InterruptedException {
    return send(key, 1, call, _ -> 0);
  }

  /// Sends a request that costs as much as so many.
  ///
  /// @param refusedOf how many units an answer says were refused
  <T> T send(String key, int units, Call<T> call, ToIntFunction<T> refusedOf)
      throws RefusedException, InterruptedException {
    return send(key, units, call, refusedOf, true);
  }

  /// Sends a request that would add something once more if it had taken effect before: again only
  /// where it was too fast.
  <T> T sendOnce(String key, Call<T> call) throws RefusedException, InterruptedException {
    return send(key, 1, call, _ -> 0, false);
  }

  private <T> T send(
      String key, int units, Call<T> call, ToIntFunction<T> refusedOf, boolean repeatable)
      throws RefusedException, InterruptedException {
    Pacer paced = pacer.at(key);
    for (int attempt = 1; ; attempt++) {
      paced.acquire(units);
      paced.enter();
      try {
        return entered(paced, units, call, refusedOf);
      } catch (RefusedException e) {
        boolean passes =
            repeatable
                ? e.failure().kind().passes()
                : e.failure().kind() == S3Failure.Kind.THROTTLED;
        if (!passes || !(decide(attempt) instanceof SendAgain again)) {
          throw e;
        }
        time.sleep(again.delay());
      }
    }
  }

  private <T> T entered(Pacer paced, int units, Call<T> call, ToIntFunction<T> refusedOf)
      throws RefusedException, InterruptedException {
    try {
      open.acquire();
      try {
        return once(paced, units, call, refusedOf);
      } finally {
        open.release();
      }
    } finally {
      paced.leave();
    }
  }

  private RetryPolicy.Decision decide(int attempt) {
    synchronized (random) {
      return retry.decide(attempt, handBacks, random);
    }
  }

  private <T> T once(Pacer paced, int units, Call<T> call, ToIntFunction<T> refusedOf)
      throws RefusedException, InterruptedException {
    Lease lease = permission.lease();
    if (!lease.allows()) {
      throw new RefusedException(
          new S3Failure(S3Failure.Kind.NOT_ALLOWED, "", "the migration does not allow it now"));
    }
    started.compareAndSet(null, time.clock().instant());
    requests.incrementAndGet();
    long start = time.nanoTime();
    try {
      T reply = call.send(s3, new Signing(lease.checkedAt()));
      int refused = refusedOf.applyAsInt(reply);
      throttled.addAndGet(refused > 0 ? 1 : 0);
      paced.record(new PaceOutcome(units, units - refused, 0, 0, refused, false, since(start)));
      return reply;
    } catch (S3Exception e) {
      S3Failure failure = S3Failure.of(e);
      paced.record(outcome(failure.kind(), units, since(start)));
      throw new RefusedException(failure);
    } catch (SdkClientException e) {
      paced.record(PaceOutcome.failed(units, since(start)));
      failed.incrementAndGet();
      throw new RefusedException(unanswered(e));
    }
  }

  private Duration since(long start) {
    return Duration.ofNanos(time.nanoTime() - start);
  }

  private PaceOutcome outcome(S3Failure.Kind kind, int units, Duration latency) {
    return switch (kind) {
      case THROTTLED -> {
        throttled.incrementAndGet();
        yield new PaceOutcome(units, 0, 0, 0, units, false, latency);
      }
      case TRANSIENT, UNAVAILABLE -> {
        failed.incrementAndGet();
        yield PaceOutcome.failed(units, latency);
      }
      case GONE, CHANGED, NO_UPLOAD, OBJECT, DENIED, NOT_ALLOWED ->
          PaceOutcome.accepted(units, units, latency);
    };
  }

  /// What it means that no answer came. The request may take effect, unless it never left.
  private S3Failure unanswered(SdkClientException e) throws InterruptedException {
    if (e instanceof AbortedException || Thread.interrupted()) {
      permission.unanswered();
      throw new InterruptedException("interrupted while S3 was asked");
    }
    if (e.getCause() instanceof NotSentException notSent) {
      return unavailable(String.valueOf(notSent.getMessage()));
    }
    if (is(e, ConnectException.class) || is(e, UnknownHostException.class)) {
      return unavailable("nobody answers: " + e.getMessage());
    }
    if (!is(e, IOException.class)) {
      @Nullable String credentials = credentialsFailure();
      if (credentials != null) {
        return unavailable("no credentials: " + credentials);
      }
    }
    permission.unanswered();
    return new S3Failure(S3Failure.Kind.TRANSIENT, "", String.valueOf(e.getMessage()));
  }

  private static S3Failure unavailable(String message) {
    return new S3Failure(S3Failure.Kind.UNAVAILABLE, "", message);
  }

  private static boolean is(@Nullable Throwable e, Class<? extends Throwable> type) {
    return e != null && (type.isInstance(e) || is(e.getCause(), type));
  }

  private @Nullable String credentialsFailure() {
    try {
      s3.serviceClientConfiguration().credentialsProvider().resolveIdentity().join();
      return null;
    } catch (SdkException | CompletionException e) {
      return String.valueOf(e.getMessage());
    }
  }

  /// For copies by one request; only within a [Call], which says what they are signed for.
  RawS3 raw() {
    return raw;
  }

  /// How large a request should be, in units.
  double requestUnits() {
    return pacer.requestUnits();
  }

  /// When the first request was sent; now if none was.
  Instant started() {
    Instant first = started.get();
    return first == null ? time.clock().instant() : first;
  }

  /// Whether S3 has answered none of the requests as it answers one that it has taken.
  boolean allFailed() {
    return failed.get() == requests.get();
  }

  /// How long what is left stays away.
  Duration handBackDelay() {
    synchronized (random) {
      return retry.handBackDelay(handBacks, random);
    }
  }

  /// What the requests took. What was refused or failed was sent again, now or later.
  ///
  /// @param done objects copied or removed
  UnitTotals totals(long done, long dead) {
    long refused = throttled.get();
    return new UnitTotals(done, requests.get(), refused, refused + failed.get(), 0, dead);
  }
}
