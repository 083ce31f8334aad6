package dev.hikkoshi.common.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.hikkoshi.common.aws.LoopbackDynamoDb.Answer;
import dev.hikkoshi.common.aws.LoopbackDynamoDb.Request;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawDynamoDbTest {
  private static final Instant SIGNED_AT = Instant.parse("2026-11-01T12:34:56.789Z");

  private final List<Request> requests = new ArrayList<>();
  private Answer answer = Answer.of(200, "{\"ж\":1}");
  private LoopbackDynamoDb server;

  @BeforeEach
  void start() throws IOException {
    server =
        new LoopbackDynamoDb(request -> {
          requests.add(request);
          return answer;
        });
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private RawDynamoDb.Reply call() throws IOException {
    byte[] buffer = "{\"a\":\"é\"}left over from before".getBytes(UTF_8);
    return server.client().call("BatchWriteItem", buffer, 10, SIGNED_AT);
  }

  @Test
  void sendsTheBytesAsTheyStand() throws Exception {
    RawDynamoDb.Reply reply = call();
    assertThat(reply.ok()).isTrue();
    assertThat(new String(reply.body(), UTF_8)).isEqualTo("{\"ж\":1}");
    assertThat(requests)
        .singleElement()
        .satisfies(request -> {
          assertThat(request.text()).isEqualTo("{\"a\":\"é\"}");
          assertThat(request.header("x-amz-target")).isEqualTo("DynamoDB_20120810.BatchWriteItem");
          assertThat(request.header("content-type")).isEqualTo("application/x-amz-json-1.0");
          assertThat(request.header("content-length")).isEqualTo("10");
        });
  }

  @Test
  void signsForTheInstantGiven() throws Exception {
    call();
    assertThat(requests.getFirst().header("x-amz-date")).isEqualTo("20261101T123456Z");
    assertThat(requests.getFirst().header("authorization"))
        .startsWith("AWS4-HMAC-SHA256 Credential=AKID/20261101/eu-west-1/dynamodb/aws4_request")
        .contains("x-amz-date", "x-amz-target");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 500, 503})
  void aRefusalIsAReply(int status) throws Exception {
    answer = Answer.error(status, "SomeException", "no");
    RawDynamoDb.Reply reply = call();
    assertThat(reply.ok()).isFalse();
    assertThat(reply.status()).isEqualTo(status);
    assertThat(new String(reply.body(), UTF_8)).contains("SomeException");
  }

  @Test
  void sendsOnceWhateverComesBack() throws Exception {
    answer = Answer.error(500, "InternalServerError", "again");
    call();
    answer = answer.cutOff();
    assertThatIOException().isThrownBy(this::call);
    assertThat(requests).hasSize(2);
  }

  @Test
  void anEmptyReplyHasAnEmptyBody() throws Exception {
    answer = Answer.of(200, "");
    assertThat(call().body()).isEmpty();
  }

  @Test
  void aReplyWithoutChecksumIsTaken() throws Exception {
    answer = answer.withCrc(null);
    assertThat(call().ok()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "99999999999999999999", "none"})
  void aReplyWithAnotherChecksumIsDamaged(String crc) {
    answer = answer.withCrc(crc);
    assertThatIOException().isThrownBy(this::call).withMessageContaining("CRC-32 is not " + crc);
  }

  @Test
  void aReplyThatEndsTooEarlyIsNone() {
    answer = answer.cutOff();
    assertThatIOException().isThrownBy(this::call);
  }

  @Test
  void noConnectionIsNoReply() {
    server.stopListening();
    assertThatIOException().isThrownBy(this::call);
  }
}
