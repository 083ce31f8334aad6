package dev.hikkoshi.local.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hikkoshi.local.faults.FaultKind;
import dev.hikkoshi.local.faults.FaultPlan;
import dev.hikkoshi.local.faults.FaultRule;
import dev.hikkoshi.local.faults.Faults;
import dev.hikkoshi.local.faults.FaultyService;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Every fault as a client meets it: each strikes the one table that is named after it.
class FaultFilterTest {
  private static FrontFixture aws;

  @BeforeAll
  static void start() throws IOException {
    List<FaultRule> rules =
        Arrays.stream(FaultKind.values())
            .filter(kind ->
                !List.of(FaultKind.DUPLICATE, FaultKind.DELAY, FaultKind.LOSE_DELETE)
                    .contains(kind))
            .map(kind -> FaultRule.of(FaultyService.DYNAMODB, kind, 1))
            .map(rule ->
                rule.fault() == FaultKind.HOLD || rule.fault() == FaultKind.LATE_ANSWER
                    ? rule.taking(1.5)
                    : rule)
            .map(rule -> rule.on(rule.fault().spelling()).operations("PutItem", "Batch*"))
            .toList();
    var faults = new Faults(new FaultPlan(1, rules), System::nanoTime);
    faults.begin();
    aws = FrontFixture.start(faults);
    rules.forEach(rule -> aws.createTable(rule.fault().spelling()));
  }

  @AfterAll
  static void stop() {
    aws.close();
  }

  @Test
  void failsWithoutEffect() {
    assertThatThrownBy(() -> put("http-500"))
        .isInstanceOfSatisfying(
            DynamoDbException.class, e -> assertThat(e.statusCode()).isEqualTo(500));
    assertThatThrownBy(() -> put("http-503"))
        .isInstanceOfSatisfying(
            DynamoDbException.class, e -> assertThat(e.statusCode()).isEqualTo(503));
    assertThatThrownBy(() -> put("reset-before")).isInstanceOf(SdkClientException.class);
    assertThatThrownBy(() -> put("throttle"))
        .isInstanceOf(ProvisionedThroughputExceededException.class);
    assertThatThrownBy(() -> put("access-denied")).hasMessageContaining("not authorized");
    assertThatThrownBy(() -> put("not-found")).isInstanceOf(ResourceNotFoundException.class);
    for (String table :
        List.of("http-500", "http-503", "reset-before", "throttle", "access-denied", "not-found")) {
      assertThat(count(table)).as(table).isZero();
    }
  }

  @Test
  void failsAfterTheEffect() {
    for (String table : List.of("reset-after", "truncate", "corrupt")) {
      assertThatThrownBy(() -> put(table)).as(table).isInstanceOf(SdkClientException.class);
      assertThat(count(table)).as(table).isOne();
    }
  }

  @Test
  void takesItsTime() {
    for (String table : List.of("hold", "late-answer")) {
      long begun = System.nanoTime();
      put(table);
      assertThat(System.nanoTime() - begun).isGreaterThan(1_500_000_000L);
      assertThat(count(table)).isOne();
    }
  }

  @Test
  void hasNoEffectOnceItWasHeldTooLong() throws Exception {
    // Valid for five minutes, and signed half a second before that ends.
    String signed =
        DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC)
            .format(Instant.now().minusSeconds(299));
    try (var http = HttpClient.newHttpClient()) {
      var answer =
          http.send(
              HttpRequest.newBuilder(aws.frontEndpoint())
                  .header("X-Amz-Target", "DynamoDB_20120810.PutItem")
                  .header("X-Amz-Date", signed)
                  .header("Content-Type", "application/x-amz-json-1.0")
                  .POST(
                      HttpRequest.BodyPublishers.ofString(
                          "{\"TableName\":\"hold\",\"Item\":{\"id\":{\"S\":\"stale\"}}}"))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.body()).contains("InvalidSignatureException", "Signature expired");
    }
    assertThat(
            aws.dynamoDb()
                .getItem(g -> g.tableName("hold").key(Map.of("id", AttributeValue.fromS("stale"))))
                .hasItem())
        .isFalse();
  }

  @Test
  void leavesPartOfABatchUnprocessed() {
    List<WriteRequest> writes =
        IntStream.range(0, 25)
            .mapToObj(i ->
                WriteRequest.builder()
                    .putRequest(
                        PutRequest.builder()
                            .item(Map.of("id", AttributeValue.fromS("i" + i)))
                            .build())
                    .build())
            .toList();
    int unprocessed =
        aws.dynamoDb()
            .batchWriteItem(b -> b.requestItems(Map.of("unprocessed", writes)))
            .unprocessedItems()
            .getOrDefault("unprocessed", List.of())
            .size();
    assertThat(unprocessed).isBetween(1, 24);
    assertThat(count("unprocessed")).isEqualTo(25 - unprocessed);
  }

  @Test
  void tellsHowOftenItHappened() throws Exception {
    assertThatThrownBy(() -> put("http-500")).isInstanceOf(DynamoDbException.class);
    try (var http = HttpClient.newHttpClient()) {
      var answer =
          http.send(
              HttpRequest.newBuilder(URI.create(aws.frontEndpoint() + "/faults")).build(),
              BodyHandlers.ofString(UTF_8));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).startsWith("{\"faults\":").contains("\"dynamodb http-500\":");
    }
  }

  private static void put(String table) {
    aws.put(table, Map.of("id", AttributeValue.fromS("one")));
  }

  private static int count(String table) {
    return aws.dynamoDb().scan(s -> s.tableName(table).consistentRead(true)).count();
  }
}
