package dev.hikkoshi.local.sqs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hikkoshi.local.faults.FaultKind;
import dev.hikkoshi.local.faults.FaultPlan;
import dev.hikkoshi.local.faults.FaultRule;
import dev.hikkoshi.local.faults.Faults;
import dev.hikkoshi.local.faults.FaultyService;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SqsException;

/// Every fault as a client meets it: each strikes the one queue that is named after it.
class SqsFrontTest {
  private static ElasticMq behind;
  private static SqsFront front;
  private static SqsClient sqs;

  @BeforeAll
  static void start() throws IOException {
    List<FaultRule> rules =
        Stream.of(
                FaultKind.HTTP_500,
                FaultKind.HTTP_503,
                FaultKind.RESET_BEFORE,
                FaultKind.RESET_AFTER,
                FaultKind.TRUNCATE,
                FaultKind.DUPLICATE,
                FaultKind.DELAY,
                FaultKind.LOSE_DELETE)
            .map(kind -> FaultRule.of(FaultyService.SQS, kind, 1).on(kind.spelling()))
            .map(rule ->
                rule.fault() == FaultKind.LOSE_DELETE ? rule : rule.operations("SendMessage"))
            .map(rule -> rule.fault() == FaultKind.DELAY ? rule.taking(2) : rule)
            .toList();
    var faults = new Faults(new FaultPlan(1, rules), System::nanoTime);
    behind = ElasticMq.start(0, "eu-central-2");
    front = SqsFront.start(behind.endpoint(), faults);
    sqs =
        SqsClient.builder()
            .endpointOverride(front.endpoint())
            .region(Region.EU_CENTRAL_2)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
            .httpClientBuilder(Apache5HttpClient.builder())
            .overrideConfiguration(o -> o.retryStrategy(DefaultRetryStrategy.doNotRetry()))
            .build();
    faults.begin();
  }

  @AfterAll
  static void stop() {
    sqs.close();
    front.close();
    behind.close();
  }

  @Test
  void givesQueuesItsOwnUrl() {
    assertThat(queue("plain")).startsWith(front.endpoint() + "/");
    assertThat(sqs.getQueueUrl(q -> q.queueName("plain")).queueUrl())
        .startsWith(front.endpoint() + "/");
  }

  @Test
  void deliversTwice() {
    String url = queue("duplicate");
    send(url);
    assertThat(receive(url)).isEqualTo("hello");
    assertThat(receive(url)).isEqualTo("hello");
    assertThat(receive(url)).isEmpty();
  }

  @Test
  void deliversLater() {
    String url = queue("delay");
    long begun = System.nanoTime();
    send(url);
    assertThat(receive(url)).isEmpty();
    assertThat(sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(10)).messages())
        .extracting(Message::body)
        .containsExactly("hello");
    assertThat(System.nanoTime() - begun).isGreaterThan(1_900_000_000L);
  }

  @Test
  void forgetsWhatWasAcknowledged() {
    String url =
        sqs.createQueue(q ->
                q.queueName("lose-delete")
                    .attributes(Map.of(QueueAttributeName.VISIBILITY_TIMEOUT, "1")))
            .queueUrl();
    send(url);
    Message first =
        sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(5)).messages().getFirst();
    sqs.deleteMessage(d -> d.queueUrl(url).receiptHandle(first.receiptHandle()));
    assertThat(sqs.receiveMessage(r -> r.queueUrl(url).waitTimeSeconds(5)).messages())
        .extracting(Message::messageId)
        .containsExactly(first.messageId());
  }

  @Test
  void failsWithoutEffect() {
    for (String name : List.of("http-500", "http-503")) {
      String url = queue(name);
      assertThatThrownBy(() -> send(url)).isInstanceOf(SqsException.class);
      assertThat(receive(url)).isEmpty();
    }
    String url = queue("reset-before");
    assertThatThrownBy(() -> send(url)).isInstanceOf(SdkClientException.class);
    assertThat(receive(url)).isEmpty();
  }

  @Test
  void failsAfterTheEffect() {
    for (String name : List.of("reset-after", "truncate")) {
      String url = queue(name);
      assertThatThrownBy(() -> send(url)).isInstanceOf(SdkClientException.class);
      assertThat(receive(url)).isEqualTo("hello");
    }
  }

  private static String queue(String name) {
    return sqs.createQueue(q -> q.queueName(name)).queueUrl();
  }

  private static void send(String url) {
    sqs.sendMessage(m -> m.queueUrl(url).messageBody("hello"));
  }

  /// A message that is there now; empty if none is.
  private static String receive(String url) {
    List<Message> messages = sqs.receiveMessage(r -> r.queueUrl(url)).messages();
    return messages.isEmpty() ? "" : messages.getFirst().body();
  }
}
