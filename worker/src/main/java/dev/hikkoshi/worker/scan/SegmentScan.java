package dev.hikkoshi.worker.scan;

import dev.hikkoshi.common.aws.AwsError;
import dev.hikkoshi.common.aws.RawDynamoDb;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.json.MalformedJsonException;
import dev.hikkoshi.common.ledger.UnitTotals;
import dev.hikkoshi.common.time.Sleeper;
import dev.hikkoshi.common.unit.RawJson;
import dev.hikkoshi.common.unit.ScanSegment;
import dev.hikkoshi.worker.pace.PaceOutcome;
import dev.hikkoshi.worker.pace.Pacer;
import dev.hikkoshi.worker.pace.RetryPolicy;
import dev.hikkoshi.worker.pace.RetryPolicy.HandBack;
import dev.hikkoshi.worker.pace.RetryPolicy.SendAgain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/// Reads one segment of a parallel Scan with consistent reads, page by page, at the pace of a pacer
/// of read units. For one thread.
public final class SegmentScan {
  /// What a full page of 1 MB costs: a unit for 4 KB read consistently.
  private static final double FULL_PAGE = 256;

  private final RawDynamoDb dynamoDb;
  private final Pacer pacer;
  private final RetryPolicy retry;
  private final RandomGenerator random;
  private final Sleeper sleeper;
  private final ScanPage page = new ScanPage();
  private double expected;

  public SegmentScan(
      RawDynamoDb dynamoDb,
      Pacer pacer,
      RetryPolicy retry,
      RandomGenerator random,
      Sleeper sleeper) {
    this.dynamoDb = dynamoDb;
    this.pacer = pacer;
    this.expected = Math.clamp(pacer.requestUnits(), 1, FULL_PAGE);
    this.retry = retry;
    this.random = random;
    this.sleeper = sleeper;
  }

  /// Gives every item of the segment to `items`.
  ///
  /// @param goOn asked before every page
  /// @return what it took; nothing if it was told to stop
  /// @throws IOException if DynamoDB refused or could not be reached, again and again
  /// @throws MalformedItemException if an item makes no sense
  public Optional<UnitTotals> read(ScanSegment segment, BooleanSupplier goOn, ScannedItems items)
      throws IOException, MalformedItemException, InterruptedException {
    var totals = UnitTotals.NONE;
    Optional<RawJson> from = Optional.empty();
    do {
      Optional<UnitTotals> taken = page(segment, from, goOn, items);
      if (taken.isEmpty()) {
        return taken;
      }
      totals = totals.plus(taken.get());
      from = page.lastKey();
    } while (from.isPresent());
    return Optional.of(totals);
  }

  private Optional<UnitTotals> page(
      ScanSegment segment, Optional<RawJson> from, BooleanSupplier goOn, ScannedItems items)
      throws IOException, MalformedItemException, InterruptedException {
    byte[] request = request(segment, from);
    long requests = 0;
    int throttled = 0;
    int failures = 0;
    while (true) {
      pacer.acquire(expected);
      if (!goOn.getAsBoolean()) {
        return Optional.empty();
      }
      requests++;
      Instant start = dynamoDb.clock().instant();
      RawDynamoDb.Reply reply;
      try {
        reply = dynamoDb.call("Scan", request, request.length, start);
      } catch (IOException e) {
        pacer.record(PaceOutcome.failed(expected, since(start)));
        again(segment, ++failures, e.toString());
        continue;
      }
      if (reply.ok()) {
        read(reply, items);
        double units = page.capacityUnits();
        pacer.record(PaceOutcome.accepted(units, units, since(start)));
        if (units > expected) {
          pacer.acquire(units - expected); // the rest of the price
        }
        expected = Math.max(1, units);
        return Optional.of(new UnitTotals(page.count(), requests, throttled, 0, units, 0));
      }
      AwsError error = AwsError.read(reply);
      if (error.kind() == AwsError.Kind.THROTTLED) {
        // However often: what is refused for lack of capacity is asked for again.
        throttled++;
        pacer.record(refused(error, since(start)));
        sleeper.sleep(retry.delay(throttled, random));
      } else {
        pacer.record(PaceOutcome.failed(expected, since(start)));
        again(segment, ++failures, error.toString());
      }
    }
  }

  private Duration since(Instant start) {
    Duration taken = Duration.between(start, dynamoDb.clock().instant());
    return taken.isNegative() ? Duration.ZERO : taken;
  }

  private PaceOutcome refused(AwsError error, Duration latency) {
    return error.hotKeyRange()
        ? new PaceOutcome(expected, 0, 0, expected, 0, false, latency)
        : new PaceOutcome(expected, 0, expected, 0, 0, false, latency);
  }

  /// Waits before the next attempt, if there is to be one.
  private void again(ScanSegment segment, int failures, String refusal)
      throws IOException, InterruptedException {
    switch (retry.decide(failures, 0, random)) {
      case SendAgain again -> sleeper.sleep(again.delay());
      case HandBack _ ->
          throw new IOException("Scan of " + segment.table() + " is refused: " + refusal);
    }
  }

  private void read(RawDynamoDb.Reply reply, ScannedItems items)
      throws IOException, MalformedItemException {
    try {
      page.read(reply.body(), items);
    } catch (MalformedJsonException e) {
      // Part of the page may have been counted already: the segment has to start again.
      throw new IOException("a Scan response makes no sense", e);
    }
  }

  private static byte[] request(ScanSegment segment, Optional<RawJson> from) {
    var body = new ByteArrayOutputStream();
    body.writeBytes(
        ("{\"TableName\":\""
                + segment.table()
                + "\",\"Segment\":"
                + segment.segment()
                + ",\"TotalSegments\":"
                + segment.of()
                + ",\"ConsistentRead\":true,\"ReturnConsumedCapacity\":\"TOTAL\"")
            .getBytes(StandardCharsets.US_ASCII));
    from.ifPresent(key -> {
      body.writeBytes(",\"ExclusiveStartKey\":".getBytes(StandardCharsets.US_ASCII));
      body.write(key.buffer(), key.from(), key.length());
    });
    body.write('}');
    return body.toByteArray();
  }
}
