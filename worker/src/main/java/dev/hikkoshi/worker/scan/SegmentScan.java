package dev.hikkoshi.worker.scan;

import dev.hikkoshi.common.aws.AwsError;
import dev.hikkoshi.common.aws.RawDynamoDb;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.json.MalformedJsonException;
import dev.hikkoshi.common.ledger.UnitTotals;
import dev.hikkoshi.common.time.Sleeper;
import dev.hikkoshi.common.unit.RawJson;
import dev.hikkoshi.common.unit.ScanSegment;
import dev.hikkoshi.worker.pace.RetryPolicy;
import dev.hikkoshi.worker.pace.RetryPolicy.HandBack;
import dev.hikkoshi.worker.pace.RetryPolicy.SendAgain;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/// Reads one segment of a parallel Scan with consistent reads, page by page. For one thread.
public final class SegmentScan {
  private final RawDynamoDb dynamoDb;
  private final RetryPolicy retry;
  private final RandomGenerator random;
  private final Sleeper sleeper;
  private final ScanPage page = new ScanPage();

  public SegmentScan(
      RawDynamoDb dynamoDb, RetryPolicy retry, RandomGenerator random, Sleeper sleeper) {
    this.dynamoDb = dynamoDb;
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
      if (!goOn.getAsBoolean()) {
        return Optional.empty();
      }
      totals = totals.plus(page(segment, from, items));
      from = page.lastKey();
    } while (from.isPresent());
    return Optional.of(totals);
  }

  private UnitTotals page(ScanSegment segment, Optional<RawJson> from, ScannedItems items)
      throws IOException, MalformedItemException, InterruptedException {
    byte[] request = request(segment, from);
    int throttled = 0;
    for (int refusals = 0; ; refusals++) {
      RawDynamoDb.Reply reply;
      try {
        reply = dynamoDb.call("Scan", request, request.length, dynamoDb.clock().instant());
      } catch (IOException e) {
        again(segment, refusals, e.toString());
        continue;
      }
      if (reply.ok()) {
        read(reply, items);
        return new UnitTotals(page.count(), refusals + 1L, throttled, 0, page.capacityUnits(), 0);
      }
      AwsError error = AwsError.read(reply);
      throttled += error.kind() == AwsError.Kind.THROTTLED ? 1 : 0;
      again(segment, refusals, error.toString());
    }
  }

  /// Waits before the next attempt, if there is to be one.
  private void again(ScanSegment segment, int refusals, String refusal)
      throws IOException, InterruptedException {
    switch (retry.decide(refusals + 1, 0, random)) {
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
