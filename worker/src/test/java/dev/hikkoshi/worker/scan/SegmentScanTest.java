package dev.hikkoshi.worker.scan;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.hikkoshi.common.aws.LoopbackDynamoDb;
import dev.hikkoshi.common.aws.LoopbackDynamoDb.Answer;
import dev.hikkoshi.common.aws.LoopbackDynamoDb.Request;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.ledger.UnitTotals;
import dev.hikkoshi.common.unit.ScanSegment;
import dev.hikkoshi.worker.Migrations;
import dev.hikkoshi.worker.pace.RetryPolicy;
import dev.hikkoshi.worker.write.FreePacer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentScanTest {
  private static final ScanSegment SEGMENT = new ScanSegment("users", 3, 16);
  private static final Answer LAST = page("{\"id\":{\"N\":\"3\"}}", "");

  private final Deque<Answer> answers = new ArrayDeque<>();
  private final List<Request> requests = new ArrayList<>();
  private final List<String> items = new ArrayList<>();
  private final FreePacer pacer = new FreePacer();
  private final List<Duration> waits = new ArrayList<>();
  private LoopbackDynamoDb server;

  @BeforeEach
  void start() throws IOException {
    server =
        new LoopbackDynamoDb(request -> {
          requests.add(request);
          return answers.size() == 1 ? answers.getFirst() : answers.removeFirst();
        });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private static Answer page(String items, String lastKey) {
    return Answer.of(
        200,
        "{\"Count\":9,\"Items\":["
            + items
            + "],"
            + (lastKey.isEmpty() ? "" : "\"LastEvaluatedKey\":" + lastKey + ",")
            + "\"ConsumedCapacity\":{\"TableName\":\"users\",\"CapacityUnits\":1.5}}");
  }

  private Optional<UnitTotals> read(BooleanSupplier goOn)
      throws IOException, MalformedItemException, InterruptedException {
    return scan()
        .read(
            SEGMENT,
            goOn,
            (buffer, from, to) -> items.add(new String(buffer, from, to - from, UTF_8)));
  }

  private SegmentScan scan() {
    return new SegmentScan(
        server.client(),
        pacer,
        new RetryPolicy(
            4,
            Duration.ofMillis(50),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofMinutes(1)),
        new SplittableRandom(1),
        waits::add);
  }

  @Test
  void readsEveryPageOfItsSegmentConsistently() throws Exception {
    answers.add(page("{\"id\":{\"N\":\"1\"}}, {\"id\":{\"N\":\"2\"}}", "{ \"id\":{\"N\":\"2\"} }"));
    answers.add(page("", "{\"id\":{\"N\":\"9\"}}"));
    answers.add(LAST);
    assertThat(read(() -> true)).contains(new UnitTotals(3, 3, 0, 0, 4.5, 0));
    assertThat(items)
        .containsExactly(
            "{\"id\":{\"N\":\"1\"}}", "{\"id\":{\"N\":\"2\"}}", "{\"id\":{\"N\":\"3\"}}");
    String start =
        "{\"TableName\":\"users\",\"Segment\":3,\"TotalSegments\":16,\"ConsistentRead\":true,"
            + "\"ReturnConsumedCapacity\":\"TOTAL\"";
    assertThat(requests)
        .extracting(Request::text)
        .containsExactly(
            start + "}",
            start + ",\"ExclusiveStartKey\":{ \"id\":{\"N\":\"2\"} }}",
            start + ",\"ExclusiveStartKey\":{\"id\":{\"N\":\"9\"}}}");
    assertThat(requests)
        .allMatch(request -> request.header("x-amz-target").equals("DynamoDB_20120810.Scan"));
  }

  @Test
  void whatItReadsIsPaidFor() throws Exception {
    pacer.requestUnits = 1; // a page costs more than is asked for before it is known
    answers.add(page("{\"id\":{\"N\":\"1\"}}", "{\"id\":{\"N\":\"1\"}}"));
    answers.add(page("{\"id\":{\"N\":\"2\"}}", "{\"id\":{\"N\":\"2\"}}"));
    answers.add(LAST);
    read(() -> true);
    assertThat(pacer.acquired()).isEqualTo(4.5);
    assertThat(pacer.outcomes()).hasSize(3).allMatch(outcome -> outcome.consumed() == 1.5);
  }

  @Test
  void waitsForCapacityHoweverOftenItIsRefused() throws Exception {
    for (int i = 0; i < 20; i++) {
      answers.add(Answer.error(400, "ProvisionedThroughputExceededException", "x"));
    }
    answers.add(LAST);
    assertThat(read(() -> true)).contains(new UnitTotals(1, 21, 20, 0, 1.5, 0));
    assertThat(pacer.outcomes().subList(0, 20)).allMatch(outcome -> outcome.refusedTable() > 0);
  }

  @Test
  void asksForARefusedPageAgain() throws Exception {
    answers.add(page("{\"id\":{\"N\":\"1\"}}", "{\"id\":{\"N\":\"1\"}}"));
    answers.add(Answer.error(400, "ThrottlingException", "x"));
    answers.add(Answer.error(500, "InternalServerError", "x"));
    answers.add(LAST.cutOff());
    answers.add(LAST);
    assertThat(read(() -> true)).contains(new UnitTotals(2, 5, 1, 0, 3, 0));
    assertThat(items).containsExactly("{\"id\":{\"N\":\"1\"}}", "{\"id\":{\"N\":\"3\"}}");
    assertThat(waits).hasSize(3);
  }

  @Test
  void givesUpAfterTooManyRefusals() {
    answers.add(Answer.error(400, "AccessDeniedException", "no"));
    assertThatIOException()
        .isThrownBy(() -> read(() -> true))
        .withMessage("Scan of users is refused: AccessDeniedException: no");
    assertThat(requests).hasSize(4);
  }

  /// It is not asked for again: items of it may have been counted already.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html/>",
        "{\"Items\":[{\"id\":{\"N\":\"1\"}},",
        "{\"Items\":{}}",
        "{\"ConsumedCapacity\":{\"CapacityUnits\":\"x\"}}",
        "{}{}"
      })
  void aPageThatMakesNoSenseEndsTheScan(String body) {
    answers.add(Answer.of(200, body));
    assertThatIOException()
        .isThrownBy(() -> read(() -> true))
        .withMessage("a Scan response makes no sense");
    assertThat(requests).hasSize(1);
  }

  @Test
  void stopsBetweenPagesWhenTold() throws Exception {
    answers.add(page("{\"id\":{\"N\":\"1\"}}", "{\"id\":{\"N\":\"1\"}}"));
    int[] left = {2};
    assertThat(read(() -> left[0]-- > 0)).isEmpty();
    assertThat(requests).hasSize(2);
  }

  @Test
  void aUnitsDigestIsThatOfItsItems() throws Exception {
    answers.add(page("{\"id\":{\"N\":\"1\"}},{\"id\":{\"N\":\"2\"}}", "{\"id\":{\"N\":\"2\"}}"));
    answers.add(LAST);
    var migration = Migrations.in(MigrationState.VERIFYING, 1);
    var whole = new ScanUnit(scan(), migration).digest(SEGMENT, () -> true).orElseThrow();
    assertThat(whole.totals().items()).isEqualTo(3);

    answers.clear();
    answers.add(page("{\"id\":{\"N\":\"3.0\"}},{\"id\":{\"N\":\"2\"}},{\"id\":{\"N\":\"1\"}}", ""));
    var same = new ScanUnit(scan(), migration).digest(SEGMENT, () -> true).orElseThrow();
    assertThat(same.digest().encode()).isEqualTo(whole.digest().encode());

    answers.clear();
    answers.add(page("{\"id\":{\"N\":\"3\"}},{\"id\":{\"N\":\"2\"}}", ""));
    var less = new ScanUnit(scan(), migration).digest(SEGMENT, () -> true).orElseThrow();
    assertThat(less.digest().encode()).isNotEqualTo(whole.digest().encode());
  }

  @Test
  void anItemThatIsNoneOfTheTableEndsTheScan() {
    answers.add(page("{\"name\":{\"S\":\"x\"}}", ""));
    var unit = new ScanUnit(scan(), Migrations.in(MigrationState.VERIFYING, 1));
    assertThatExceptionOfType(MalformedItemException.class)
        .isThrownBy(() -> unit.digest(SEGMENT, () -> true));
  }
}
