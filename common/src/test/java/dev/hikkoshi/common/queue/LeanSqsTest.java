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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// The lean way and the SDK's say, return and refuse the same.
class LeanSqsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WAIT_SECONDS = 3;
  private static final int TRIES = 300;

  private final List<Request> requests = new ArrayList<>();
  private Function<Request, Answer> answers = _ -> answer("{}");
  private LoopbackDynamoDb server;
  private SqsClient sdk;
  private LeanSqs lean;

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
    lean = new LeanSqs(sdk, AwsCalls.sqs(), endpoint, WAIT_SECONDS);
  }

  @AfterEach
  void stop() {
    lean.close();
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

  private static Map<String, MessageAttributeValue> strings(SplittableRandom random) {
    var attributes = new HashMap<String, MessageAttributeValue>();
    for (int i = random.nextInt(3); i > 0; i--) {
      attributes.put(
          "name" + random.nextInt(100),
          MessageAttributeValue.builder().dataType("String").stringValue(text(random)).build());
    }
    return attributes;
  }

  private static SendMessageRequest message(SplittableRandom random) {
    var message =
        SendMessageRequest.builder()
            .queueUrl("http://sqs/000000000000/q")
            .messageBody(text(random));
    if (random.nextBoolean()) {
      message.delaySeconds(random.nextInt(900));
    }
    if (random.nextBoolean()) {
      message.messageAttributes(strings(random));
    }
    return message.build();
  }

  private static Answer sent(SendMessageRequest message) {
    ObjectNode answer =
        JSON.createObjectNode()
            .put("MessageId", "id-1")
            .put("MD5OfMessageBody", md5(message.messageBody()));
    if (!message.messageAttributes().isEmpty()) {
      answer.put("MD5OfMessageAttributes", SqsMd5.of(message.messageAttributes()));
    }
    return answer(answer.toString());
  }

  private static String md5(String text) {
    byte[] utf8 = text.getBytes(UTF_8);
    return SqsMd5.of(utf8, 0, utf8.length);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void sendsWhatTheSdkSends(long seed) throws IOException {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < TRIES; i++) {
      requests.clear();
      SendMessageRequest message = message(random);
      answers = _ -> sent(message);

      var theirs = sdk.sendMessage(message);
      var ours = lean.sendMessage(message);

      assertThat(requests).as("seed %d", seed).hasSize(2);
      assertThat(read(requests.get(1))).isEqualTo(read(requests.get(0)));
      assertThat(requests.get(1).header("x-amz-target"))
          .isEqualTo(requests.get(0).header("x-amz-target"));
      assertThat(requests.get(1).header("content-type"))
          .isEqualTo(requests.get(0).header("content-type"));
      assertThat(ours.equalsBySdkFields(theirs)).as("%s, not %s", ours, theirs).isTrue();
    }
  }

  private static JsonNode read(Request request) throws IOException {
    return JSON.readTree(request.body());
  }

  @ParameterizedTest
  @ValueSource(longs = {4, 5, 6})
  @SuppressWarnings("deprecation") // what the JMS library asks for
  void receivesWhatTheSdkReceives(long seed) throws IOException {
    var random = new SplittableRandom(seed);
    for (int i = 0; i < TRIES; i++) {
      requests.clear();
      String answer = received(random);
      answers = _ -> answer(answer);
      var request =
          ReceiveMessageRequest.builder()
              .queueUrl("http://sqs/000000000000/q")
              .maxNumberOfMessages(1 + random.nextInt(10))
              .messageAttributeNames("All")
              .attributeNamesWithStrings("All")
              .build();

      var theirs = sdk.receiveMessage(request);
      var ours = lean.receiveMessage(request);

      assertThat(requests).as("seed %d", seed).hasSize(2);
      assertThat(read(requests.get(1))).isEqualTo(read(requests.get(0)));
      assertThat(ours.messages()).isEqualTo(theirs.messages());
      assertThat(ours.hasMessages()).isEqualTo(theirs.hasMessages());
    }
  }

  private static String received(SplittableRandom random) {
    ObjectNode answer = JSON.createObjectNode();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      String body = text(random);
      var attributes = strings(random);
      if (random.nextInt(4) == 0) {
        attributes.put(
            "bytes",
            MessageAttributeValue.builder()
                .dataType("Binary")
                .binaryValue(SdkBytes.fromUtf8String(text(random)))
                .build());
      }
      ObjectNode message =
          answer
              .withArray("Messages")
              .addObject()
              .put("MessageId", "id-" + i)
              .put("ReceiptHandle", text(random))
              .put("MD5OfBody", md5(body))
              .put("Body", body);
      message.putObject("Attributes").put("ApproximateReceiveCount", "1").put("Unheard", "2");
      if (!attributes.isEmpty()) {
        message.put("MD5OfMessageAttributes", SqsMd5.of(attributes));
        ObjectNode all = message.putObject("MessageAttributes");
        attributes.forEach((name, value) -> {
          ObjectNode one = all.putObject(name).put("DataType", value.dataType());
          if (value.stringValue() == null) {
            one.put("BinaryValue", value.binaryValue().asByteArray());
          } else {
            one.put("StringValue", value.stringValue());
          }
        });
      }
    }
    // Escapes are one message's choice of several.
    return random.nextBoolean()
        ? answer.toString()
        : answer.toString().replace("x", "\\u0078").replace("/", "\\/");
  }

  @Test
  void leavesRefusalsToTheSdk() {
    answers = _ -> Answer.error(400, "QueueDoesNotExist", "no such queue").withCrc(null);
    var message = SendMessageRequest.builder().queueUrl("http://sqs/q").messageBody("a").build();

    assertThatThrownBy(() -> lean.sendMessage(message))
        .isInstanceOf(SqsException.class)
        .hasMessageContaining("no such queue");
    assertThat(requests).hasSize(2);
  }

  @Test
  void neverTakesADamagedMessage() {
    answers =
        _ ->
            answer(
                "{\"Messages\":[{\"MessageId\":\"1\",\"ReceiptHandle\":\"h\",\"Body\":\"damaged\",\"MD5OfBody\":\""
                    + md5("as it was")
                    + "\"}]}");

    assertThatThrownBy(() -> lean.receiveMessage(r -> r.queueUrl("http://sqs/q")))
        .isInstanceOf(SdkClientException.class);
  }

  @Test
  void doesNotTakeAMessageForSentThatArrivedDamaged() {
    var message = SendMessageRequest.builder().queueUrl("http://sqs/q").messageBody("a").build();
    answers = _ -> answer("{\"MessageId\":\"1\",\"MD5OfMessageBody\":\"" + md5("b") + "\"}");

    assertThatThrownBy(() -> lean.sendMessage(message)).isInstanceOf(SdkClientException.class);
  }

  @Test
  void asksTheSdkOnceMoreAfterAnAnswerThatWasCut() {
    String whole =
        "{\"Messages\":[{\"MessageId\":\"1\",\"ReceiptHandle\":\"h\",\"Body\":\"a\",\"MD5OfBody\":\""
            + md5("a")
            + "\"}]}";
    answers = _ -> requests.size() == 1 ? answer(whole).cutOff() : answer(whole);

    List<Message> messages = lean.receiveMessage(r -> r.queueUrl("http://sqs/q")).messages();

    assertThat(messages).singleElement().extracting(Message::body).isEqualTo("a");
    assertThat(requests).hasSize(2);
  }

  @Test
  void leavesWhatIsUnusualToTheSdk() throws IOException {
    answers = _ -> answer("{\"MessageId\":\"1\",\"MD5OfMessageBody\":\"" + md5("a") + "\"}");

    lean.sendMessage(r -> r.queueUrl("http://sqs/q.fifo").messageBody("a").messageGroupId("g"));

    assertThat(requests).hasSize(1);
    assertThat(read(requests.getFirst()).path("MessageGroupId").asText()).isEqualTo("g");
  }
}
