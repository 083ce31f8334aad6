package dev.hikkoshi.common.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.aws.AwsCalls;
import dev.hikkoshi.common.aws.EndpointRecorder;
import dev.hikkoshi.common.aws.LoopbackDynamoDb;
import dev.hikkoshi.common.aws.LoopbackDynamoDb.Answer;
import dev.hikkoshi.common.aws.LoopbackDynamoDb.Request;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Directly and by the SDK's client the same is sent and received.
class DirectQueueTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String URL = "http://sqs/000000000000/q";
  private static final int WAIT_SECONDS = 3;
  private static final int TRIES = 300;

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final RecordingQueue plain = new RecordingQueue();
  private Function<Request, Answer> answers = _ -> answer("{}");
  private LoopbackDynamoDb server;
  private SqsClient sdk;
  private DirectQueue queue;

  @BeforeEach
  void start() throws IOException {
    server =
        new LoopbackDynamoDb(request -> {
          requests.add(request);
          return answers.apply(request);
        });
    var endpoint = new EndpointRecorder();
    sdk =
        SqsClient.builder()
            .endpointOverride(server.endpoint())
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")))
            .overrideConfiguration(c ->
                c.addExecutionInterceptor(new LongPoll(WAIT_SECONDS))
                    .addExecutionInterceptor(endpoint)
                    .retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build();
    sdk.getQueueUrl(r -> r.queueName("q"));
    requests.clear();
    var payloads =
        new Payloads(S3Client.builder().region(Region.EU_WEST_1).build(), Optional::empty);
    queue =
        new DirectQueue(
            plain,
            URL,
            new SqsCalls(AwsCalls.sqs(), endpoint, Clock.systemUTC(), WAIT_SECONDS),
            sdk,
            payloads.reading(sdk),
            payloads);
  }

  @AfterEach
  void stop() {
    sdk.close();
    server.close();
  }

  private static Answer answer(String json) {
    return Answer.of(200, json).withCrc(null);
  }

  /// Everything that a message may hold, and in all proportions.
  private static String text(SplittableRandom random) {
    var text = new StringBuilder("x");
    for (int i = random.nextInt(60); i > 0; i--) {
      text.appendCodePoint(
          switch (random.nextInt(6)) {
            case 0 -> "\"\\/\t\n\r\u007f".codePointAt(random.nextInt(7));
            case 1 -> 0x20 + random.nextInt(0x60);
            case 2 -> 0xA0 + random.nextInt(0x700);
            case 3 -> 0x3000 + random.nextInt(0x5000);
            case 4 -> 0x10000 + random.nextInt(0x10000);
            default -> random.nextInt(0x20);
          });
    }
    return text.toString();
  }

  private static JsonNode read(Request request) throws IOException {
    return JSON.readTree(request.body());
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void sendsWhatTheSdkSends(long seed) throws IOException {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < TRIES; i++) {
      requests.clear();
      String text = text(random);
      int delay = random.nextBoolean() ? 0 : 1 + random.nextInt(899);
      answers = _ -> answer("{\"MessageId\":\"1\",\"MD5OfMessageBody\":\"" + md5(text) + "\"}");

      sdk.sendMessage(
          r -> r.queueUrl(URL).messageBody(text).delaySeconds(delay == 0 ? null : delay));
      queue.send("m", text.getBytes(UTF_8), Duration.ofSeconds(delay));

      assertThat(requests).as("seed %d", seed).hasSize(2);
      assertThat(read(requests.get(1))).as("seed %d", seed).isEqualTo(read(requests.get(0)));
      assertThat(requests.get(1).header("x-amz-target"))
          .isEqualTo(requests.get(0).header("x-amz-target"));
      assertThat(requests.get(1).header("content-type"))
          .isEqualTo(requests.get(0).header("content-type"));
    }
    assertThat(plain.sent).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  void receivesWhatTheSdkReceives(long seed) throws Exception {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < TRIES; i++) {
      requests.clear();
      String answer = received(random);
      answers = _ -> answer(answer);

      var theirs = sdk.receiveMessage(r -> r.queueUrl(URL)).messages();
      Optional<Delivery> ours = queue.receiver().receive();

      assertThat(requests).as("seed %d", seed).hasSize(2);
      assertThat(read(requests.get(1)).path("WaitTimeSeconds").asInt()).isEqualTo(WAIT_SECONDS);
      assertThat(ours.map(Delivery::body).stream().toList())
          .as("seed %d", seed)
          .isEqualTo(theirs.stream().map(message -> message.body()).toList());
      if (ours.isPresent()) {
        requests.clear();
        answers = _ -> answer("{}");
        sdk.deleteMessage(r -> r.queueUrl(URL).receiptHandle(theirs.getFirst().receiptHandle()));
        ours.get().acknowledge();
        assertThat(read(requests.get(1))).isEqualTo(read(requests.get(0)));
        assertThat(ours.get().receiveCount()).isEqualTo(7);
        assertThat(ours.get().refusal()).isEmpty();
      }
    }
  }

  private static String received(SplittableRandom random) {
    ObjectNode answer = JSON.createObjectNode();
    if (random.nextInt(4) > 0) {
      String body = text(random);
      ObjectNode message =
          answer
              .withArray("Messages")
              .addObject()
              .put("MessageId", "id")
              .put("ReceiptHandle", text(random))
              .put("MD5OfBody", md5(body))
              .put("Body", body);
      message.putObject("Attributes").put("ApproximateReceiveCount", "7").put("Unheard", "2");
    }
    // Escapes are one message's choice of several.
    return random.nextBoolean()
        ? answer.toString()
        : answer.toString().replace("x", "\\u0078").replace("/", "\\/");
  }

  private static String message(String body, String attributes) {
    return "{\"Messages\":[{\"MessageId\":\"1\",\"ReceiptHandle\":\"h\",\"Body\":\""
        + body
        + "\",\"MD5OfBody\":\""
        + md5(body)
        + "\""
        + attributes
        + "}]}";
  }

  @Test
  void leavesASendThatFailedToThePlainQueue() {
    answers = _ -> Answer.error(400, "QueueDoesNotExist", "no such queue").withCrc(null);
    queue.send("m", "a".getBytes(UTF_8), Duration.ofMillis(1_001));
    assertThat(requests)
        .singleElement()
        .matches(request -> request.text().contains("\"DelaySeconds\":2"));
    assertThat(plain.sent).containsExactly("a");
    assertThat(plain.delays).containsExactly(Duration.ofMillis(1_001));
  }

  @Test
  void leavesAMessageTooLargeForSqsToThePlainQueue() {
    queue.send("m", new byte[WorkQueue.MAX_BYTES], Duration.ZERO);
    assertThat(plain.sent).isEmpty();
    queue.send("m", "x".repeat(WorkQueue.MAX_BYTES + 1).getBytes(UTF_8), Duration.ZERO);
    assertThat(plain.sent).hasSize(1);
    assertThat(requests).hasSize(1);
  }

  @Test
  void asksTheSdkOnceMoreAfterAnAnswerThatWasCut() throws Exception {
    String whole = message("a", "");
    answers = _ -> requests.size() == 1 ? answer(whole).cutOff() : answer(whole);
    Delivery delivery = queue.receiver().receive().orElseThrow();
    assertThat(delivery.body()).isEqualTo("a");
    delivery.acknowledge();
    assertThat(requests).hasSize(3);
    assertThat(requests.get(2).text()).contains("\"ReceiptHandle\":\"h\"");
  }

  @Test
  void whatNobodyCanReceiveIsAnError() {
    answers = _ -> Answer.error(400, "QueueDoesNotExist", "no such queue").withCrc(null);
    assertThatThrownBy(() -> queue.receiver().receive())
        .isInstanceOf(QueueException.class)
        .hasMessageContaining("no such queue");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[]",
        "{\"Messages\":[{}]}",
        "{\"Messages\":[{\"ReceiptHandle\":\"h\",\"Body\":\"\\ud800\"}]}",
        "{\"Messages\":[{\"ReceiptHandle\":\"h\",\"Attributes\":{\"ApproximateReceiveCount\":\"x\"}}]}",
        "{\"Messages\":[{\"ReceiptHandle\":\"a\"},{\"ReceiptHandle\":\"b\"}]}"
      })
  void leavesAnAnswerThatMakesNoSenseToTheSdk(String nonsense) throws Exception {
    answers = _ -> answer(requests.size() == 1 ? nonsense : "{}");
    assertThat(queue.receiver().receive()).isEmpty();
    assertThat(requests).hasSize(2);
  }

  @Test
  void acknowledgesThroughTheSdkWhatFailed() throws Exception {
    answers = _ -> answer(message("a", ""));
    Delivery delivery = queue.receiver().receive().orElseThrow();
    requests.clear();
    answers =
        _ ->
            requests.size() == 1
                ? Answer.error(500, "InternalError", "").withCrc(null)
                : answer("{}");
    delivery.acknowledge();
    assertThat(requests).hasSize(2).allMatch(request -> request.text().contains("\"h\""));
    answers = _ -> Answer.error(500, "InternalError", "").withCrc(null);
    assertThatThrownBy(delivery::acknowledge).isInstanceOf(QueueException.class);
  }

  @Test
  void keepsAMessageInvisibleThroughTheSdk() throws Exception {
    answers = _ -> answer(message("a", ""));
    Delivery delivery = queue.receiver().receive().orElseThrow();
    requests.clear();
    answers = _ -> answer("{}");
    delivery.visibility(Duration.ofSeconds(30));
    assertThat(read(requests.getFirst()).path("VisibilityTimeout").asInt()).isEqualTo(30);
    assertThat(read(requests.getFirst()).path("ReceiptHandle").asText()).isEqualTo("h");
  }

  @Test
  void aPointerIsLookedAtBeforeItIsFollowed() throws Exception {
    String attribute =
        ",\"MessageAttributes\":{\"ExtendedPayloadSize\":{\"DataType\":\"Number\",\"StringValue\":\"5\"}}";
    answers = _ -> answer(message("anywhere", attribute));
    Delivery delivery = queue.receiver().receive().orElseThrow();
    assertThat(requests).hasSize(1);
    assertThat(delivery.body()).isEqualTo("anywhere");
    assertThat(delivery.refusal()).get().asString().contains("HIKKOSHI_PAYLOAD_BUCKET");
    answers = _ -> answer("{}");
    delivery.acknowledge();
    assertThat(requests.getLast().text()).contains("\"ReceiptHandle\":\"h\"");
  }
}
