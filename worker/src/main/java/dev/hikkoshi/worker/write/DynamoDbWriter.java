package dev.hikkoshi.worker.write;

import dev.hikkoshi.common.aws.NotSentException;
import dev.hikkoshi.common.aws.RawDynamoDb;
import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.ledger.UnitTotals;
import dev.hikkoshi.common.time.Sleeper;
import dev.hikkoshi.worker.fleet.Lease;
import dev.hikkoshi.worker.fleet.Permission;
import dev.hikkoshi.worker.pace.PaceOutcome;
import dev.hikkoshi.worker.pace.Pacer;
import dev.hikkoshi.worker.pace.RetryPolicy;
import dev.hikkoshi.worker.pace.RetryPolicy.HandBack;
import dev.hikkoshi.worker.pace.RetryPolicy.SendAgain;
import dev.hikkoshi.worker.write.WriteOutcome.Invalid;
import dev.hikkoshi.worker.write.WriteOutcome.Throttled;
import dev.hikkoshi.worker.write.WriteOutcome.Transient;
import dev.hikkoshi.worker.write.WriteOutcome.Unavailable;
import dev.hikkoshi.worker.write.WriteOutcome.Written;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes a unit's items with BatchWriteItem until each of them is durable, dead, or left over for
/// later. None is dropped: an unprocessed item is sent again. For one thread.
final class DynamoDbWriter {
  private static final Logger LOG = LoggerFactory.getLogger(DynamoDbWriter.class);

  private final RawDynamoDb dynamoDb;
  private final Pacer pacer;
  private final RetryPolicy retry;
  private final RandomGenerator random;
  private final Clock clock;
  private final Sleeper sleeper;
  private final BatchWriteReply replies;
  private final BatchWriteRequest request = new BatchWriteRequest();

  DynamoDbWriter(
      RawDynamoDb dynamoDb,
      ItemScanner scanner,
      Pacer pacer,
      RetryPolicy retry,
      RandomGenerator random,
      Clock clock,
      Sleeper sleeper) {
    this.dynamoDb = dynamoDb;
    this.pacer = pacer;
    this.retry = retry;
    this.random = random;
    this.clock = clock;
    this.sleeper = sleeper;
    this.replies = new BatchWriteReply(scanner);
  }

  /// Writes the items. Stops early, leaving the rest, after too many refusals in a row, when the
  /// destination is unavailable, or when the lease does not allow this unit any more.
  ///
  /// @param handBacks how often what is left of this unit went through the retry queue before
  /// @param permission asked before every request, so that each is signed for an instant at which
  ///   it was allowed
  WriteResult write(String table, List<WriteItem> items, int handBacks, Permission permission)
      throws InterruptedException {
    var batches = new Batches(items);
    var tally = new Tally(items.size(), clock);
    int refusals = 0;
    String failure = "";
    while (!batches.isEmpty()) {
      List<WriteItem> batch = batches.next(pacer.requestUnits());
      pacer.acquire(units(batch));
      Lease now = permission.lease();
      if (!now.allows()) {
        batches.again(batch);
        return tally.stopped(batches.rest(), WriteResult.End.NOT_ALLOWED, "");
      }
      tally.sending();
      switch (send(table, batch, now, permission)) {
        case Written written -> {
          tally.written(written);
          refusals = written.unprocessed().isEmpty() ? 0 : refusals + 1;
          if (refusals > 0) {
            batches.again(written.unprocessed());
          }
        }
        case Throttled refused -> {
          refusals++;
          tally.throttled(batch.size());
          batches.again(batch);
        }
        case Transient failed -> {
          LOG.debug("Sending {} items again: {}", batch.size(), failed.reason());
          refusals++;
          failure = failed.reason();
          tally.failed(batch.size());
          // Perhaps one item alone makes it fail: its neighbours must not wait for it.
          if (refusals == 1) {
            batches.again(batch);
          } else if (batch.size() > 1) {
            batches.halves(batch);
          } else {
            batches.later(batch.getFirst());
          }
        }
        case Unavailable unavailable -> {
          batches.again(batch);
          return tally.stopped(batches.rest(), WriteResult.End.UNAVAILABLE, unavailable.reason());
        }
        case Invalid invalid -> {
          tally.request();
          if (batch.size() == 1) {
            tally.dead(batch.getFirst(), invalid.reason());
          } else {
            batches.halves(batch);
          }
        }
      }
      if (refusals > 0) {
        switch (retry.decide(refusals, handBacks, random)) {
          case SendAgain again -> sleeper.sleep(again.delay());
          case HandBack back -> {
            return tally.handedBack(batches.rest(), failure, back.delay());
          }
        }
      }
    }
    return tally.stopped(List.of(), WriteResult.End.DONE, "");
  }

  private WriteOutcome send(
      String table, List<WriteItem> batch, Lease lease, Permission permission) {
    request.build(table, batch);
    long start = System.nanoTime();
    WriteOutcome outcome;
    try {
      RawDynamoDb.Reply reply =
          dynamoDb.call("BatchWriteItem", request.buffer(), request.length(), lease.checkedAt());
      outcome = replies.read(reply, batch);
    } catch (NotSentException e) {
      outcome = new Unavailable(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      permission.unanswered();
      outcome = new Transient(e.toString());
    }
    pacer.record(paceOutcome(batch, outcome, Duration.ofNanos(System.nanoTime() - start)));
    return outcome;
  }

  private static PaceOutcome paceOutcome(
      List<WriteItem> batch, WriteOutcome outcome, Duration latency) {
    double estimated = units(batch);
    return switch (outcome) {
      case Written w ->
          new PaceOutcome(
              estimated, w.capacityUnits(), 0, 0, units(w.unprocessed()), false, latency);
      case Throttled t ->
          t.hotKeyRange()
              ? new PaceOutcome(estimated, 0, 0, estimated, 0, false, latency)
              : new PaceOutcome(estimated, 0, estimated, 0, 0, false, latency);
      case Transient _, Unavailable _ -> PaceOutcome.failed(estimated, latency);
      case Invalid _ -> PaceOutcome.nothing(latency);
    };
  }

  private static double units(List<WriteItem> items) {
    int units = 0;
    for (int i = 0; i < items.size(); i++) {
      units += items.get(i).units();
    }
    return units;
  }

  /// Counts while a unit is written.
  private static final class Tally {
    private final int items;
    private final Clock clock;
    private @Nullable Instant firstSent;
    private final List<WriteResult.Dead> dead = new ArrayList<>();
    private long requests;
    private long failures;
    private long throttled;
    private long retried;
    private double capacity;

    Tally(int items, Clock clock) {
      this.items = items;
      this.clock = clock;
    }

    void sending() {
      if (firstSent == null) {
        firstSent = clock.instant();
      }
    }

    void written(Written written) {
      requests++;
      capacity += written.capacityUnits();
      if (!written.unprocessed().isEmpty()) {
        throttled++;
        retried += written.unprocessed().size();
      }
    }

    void throttled(int count) {
      requests++;
      throttled++;
      retried += count;
    }

    void request() {
      requests++;
    }

    void failed(int count) {
      requests++;
      failures++;
      retried += count;
    }

    void dead(WriteItem item, String reason) {
      dead.add(new WriteResult.Dead(item, reason));
    }

    WriteResult stopped(List<WriteItem> rest, WriteResult.End end, String reason) {
      return result(rest, end, reason, Duration.ZERO);
    }

    WriteResult handedBack(List<WriteItem> rest, String failure, Duration delay) {
      boolean alwaysFailed = failures == requests;
      return result(rest, WriteResult.End.REFUSED, alwaysFailed ? failure : "", delay);
    }

    private WriteResult result(
        List<WriteItem> rest, WriteResult.End end, String reason, Duration delay) {
      int done = items - rest.size() - dead.size();
      var totals = new UnitTotals(done, requests, throttled, retried, capacity, dead.size());
      Instant started = firstSent == null ? clock.instant() : firstSent;
      return new WriteResult(totals, rest, dead, end, reason, started, delay);
    }
  }
}
