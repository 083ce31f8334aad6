package dev.hikkoshi.worker.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.aws.RawDynamoDb;
import dev.hikkoshi.common.item.Damage;
import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.item.Seeds;
import dev.hikkoshi.worker.write.WriteOutcome.Invalid;
import dev.hikkoshi.worker.write.WriteOutcome.Throttled;
import dev.hikkoshi.worker.write.WriteOutcome.Transient;
import dev.hikkoshi.worker.write.WriteOutcome.Unavailable;
import dev.hikkoshi.worker.write.WriteOutcome.Written;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchWriteReplyTest {
  private static final WriteItem ONE = TestItems.put(1, "a");
  private static final WriteItem TEN = TestItems.put(10, "b");
  private static final WriteItem GONE = TestItems.delete(3);
  private static final List<WriteItem> BATCH = List.of(ONE, TEN, GONE);

  private final BatchWriteReply replies = new BatchWriteReply(new ItemScanner(TestItems.SCHEMA));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                                                          | 0
          {"UnprocessedItems":{}}                                                     | 0
          {"UnprocessedItems":{},"ConsumedCapacity":[]}                               | 0
          {"ConsumedCapacity":[{"TableName":"users","CapacityUnits":3.0}]}            | 3
          {"ConsumedCapacity":[{"CapacityUnits":2.5,"TableName":"a"},{"CapacityUnits":4}],"UnprocessedItems":{"users":[]}} | 6.5
          {"ItemCollectionMetrics":{"users":[{"x":[1]}]},"ConsumedCapacity":[{"Table":{"CapacityUnits":9},"CapacityUnits":1}]} | 1
          """)
  void addsUpWhatWasConsumed(String body, double units) {
    assertThat(read(200, body)).isEqualTo(new Written(units, List.of()));
  }

  @Test
  void anUnprocessedItemIsTheOneThatWasSent() {
    assertThat(
            unprocessed(
                """
                {"PutRequest":{"Item":{"id":{"N":"1"},"v":{"S":"a"}}}},\
                {"DeleteRequest":{"Key":{"id":{"N":"3"}}}}\
                """))
        .isEqualTo(new Written(0, List.of(ONE, GONE)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0", "1E1", "+10", "010", "100e-1"})
  void isMatchedByItsKeyHoweverAwsSpellsIt(String number) {
    assertThat(
            unprocessed(
                " { \"PutRequest\" : {\"Item\":{\"v\":{\"S\":\"other\"},\"id\":{\"N\":\""
                    + number
                    + "\"}}}}"))
        .isEqualTo(new Written(0, List.of(TEN)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"PutRequest\":{\"Item\":{\"id\":{\"N\":\"2\"}}}}",
        "{\"PutRequest\":{\"Item\":{\"id\":{\"N\":\"3\"}}}}",
        "{\"DeleteRequest\":{\"Key\":{\"id\":{\"N\":\"1\"}}}}",
        "{\"PutRequest\":{\"Item\":{\"id\":{\"S\":\"1\"}}}}",
        "{\"PutRequest\":{\"Item\":{}}}",
        "{\"PutRequest\":{}}",
        "{\"PutRequest\":7}",
        "{\"PutRequest\":{\"Item\":{\"id\":{\"N\":\"1\"}},\"Item\":{\"id\":{\"N\":\"10\"}}}}",
        "{\"PutRequest\":{\"Item\":{\"id\":{\"N\":\"1\"}}}},{\"PutRequest\":{\"Item\":{\"id\":{\"N\":\"1.0\"}}}}",
        "7",
      })
  void anUnprocessedItemThatWasNotSentMakesNoSense(String request) {
    assertThat(unprocessed(request))
        .isInstanceOfSatisfying(
            Transient.class,
            outcome -> assertThat(outcome.reason()).startsWith("the response makes no sense: "));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "OK",
        "<html/>",
        "[]",
        "null",
        "{",
        "{}{}",
        "{\"UnprocessedItems\":[]}",
        "{\"UnprocessedItems\":null}",
        "{\"ConsumedCapacity\":{}}",
        "{\"ConsumedCapacity\":[7]}",
        "{\"ConsumedCapacity\":[{\"CapacityUnits\":\"1\"}]}",
        "{\"ConsumedCapacity\":[{\"CapacityUnits\":null}]}",
        "{\"ConsumedCapacity\":[{\"CapacityUnits\":{}}]}",
        "{\"ConsumedCapacity\":[{\"CapacityUnits\":1e999}]}",
      })
  void whatIsNoReplyIsSentAgain(String body) {
    assertThat(read(200, body)).isInstanceOf(Transient.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ProvisionedThroughputExceededException",
        "ThrottlingException",
        "RequestLimitExceeded"
      })
  void refusedForCapacityIsThrottled(String code) {
    assertThat(read(400, error(code, ""))).isEqualTo(new Throttled(false));
    assertThat(
            read(
                400,
                error(
                    code,
                    ",\"ThrottlingReasons\":[{\"reason\":\"TableWriteKeyRangeThroughputExceeded\"}]")))
        .isEqualTo(new Throttled(true));
    assertThat(
            read(
                400,
                error(
                    code,
                    ",\"ThrottlingReasons\":[{\"reason\":\"TableWriteAccountLimitExceeded\"}]")))
        .isEqualTo(new Throttled(false));
  }

  @Test
  void everyOtherErrorHasItsOutcome() {
    assertThat(read(400, error("ValidationException", "")))
        .isEqualTo(new Invalid("ValidationException: why"));
    assertThat(read(500, error("InternalServerError", "")))
        .isEqualTo(new Transient("InternalServerError: why"));
    assertThat(read(503, "")).isInstanceOf(Transient.class);
    assertThat(read(400, error("AccessDeniedException", "")))
        .isEqualTo(new Unavailable("AccessDeniedException: why"));
    assertThat(read(400, error("ResourceNotFoundException", "")))
        .isEqualTo(new Unavailable("ResourceNotFoundException: why"));
    assertThat(read(301, "")).isInstanceOf(Unavailable.class);
  }

  @Test
  void aDamagedReplyIsSentAgainOrUnderstood() {
    byte[] whole =
        """
        {"UnprocessedItems":{"users":[{"PutRequest":{"Item":{"id":{"N":"10"},"v":{"S":"b"}}}},\
        {"DeleteRequest":{"Key":{"id":{"N":"3"}}}}]},\
        "ConsumedCapacity":[{"TableName":"users","CapacityUnits":1.5}]}\
        """
            .getBytes(UTF_8);
    int[] outcomes = new int[2];
    Seeds.each(
        5000,
        seed -> {
          byte[] damaged = Damage.to(whole, new SplittableRandom(seed));
          WriteOutcome outcome = replies.read(new RawDynamoDb.Reply(200, damaged), BATCH);
          switch (outcome) {
            case Written written -> {
              assertThat(BATCH).containsAll(written.unprocessed());
              assertThat(written.unprocessed()).doesNotHaveDuplicates();
              outcomes[0]++;
            }
            case Transient _ -> outcomes[1]++;
            default -> throw new AssertionError(outcome);
          }
        });
    assertThat(outcomes[0]).isGreaterThan(100);
    assertThat(outcomes[1]).isGreaterThan(100);
  }

  private WriteOutcome unprocessed(String requests) {
    return read(200, "{\"UnprocessedItems\":{\"users\":[" + requests + "]}}");
  }

  private WriteOutcome read(int status, String body) {
    return replies.read(new RawDynamoDb.Reply(status, body.getBytes(UTF_8)), BATCH);
  }

  private static String error(String code, String more) {
    return "{\"__type\":\"com.amazonaws.dynamodb.v20120810#"
        + code
        + "\",\"message\":\"why\""
        + more
        + "}";
  }
}
