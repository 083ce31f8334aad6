package dev.hikkoshi.bench.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.aws.AwsClients;
import dev.hikkoshi.common.queue.Delivery;
import dev.hikkoshi.common.queue.Payloads;
import dev.hikkoshi.common.queue.SqsQueues;
import dev.hikkoshi.common.queue.WorkQueue;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The queue port on real SQS semantics: through JMS, and direct.
@ParameterizedClass
@ValueSource(booleans = {false, true})
class SqsQueueTest {
  private static final int MOST_POLLS = 20;
  private static final String BUCKET = Cloud.named("queue-test-payloads");
  private static final String ELSEWHERE = Cloud.named("queue-test-elsewhere");
  private static final String LARGE = "𝄞".repeat(300_000);

  private final Payloads payloads = new Payloads(Cloud.get().s3(), () -> Optional.of(BUCKET));
  private final AwsClients clients = new AwsClients(8);
  private final boolean direct;
  private SqsQueues queues;
  private WorkQueue queue;
  private WorkQueue.Receiver receiver;

  SqsQueueTest(boolean direct) {
    this.direct = direct;
  }

  @BeforeEach
  void open(TestInfo test) {
    Cloud.get();
    String name =
        Cloud.named(test.getTestMethod().orElseThrow().getName() + (direct ? "-direct" : ""));
    queues = new SqsQueues(clients, Set.of(direct ? name : ""), payloads, Duration.ofSeconds(2));
    payloads.create();
    queues.create(name);
    queue = queues.open(name);
    receiver = queue.receiver();
  }

  @AfterEach
  void close() {
    receiver.close();
    queue.close();
    queues.close();
    clients.close();
  }

  private Delivery receive() throws InterruptedException {
    for (int i = 0; i < MOST_POLLS; i++) {
      Optional<Delivery> delivery = receiver.receive();
      if (delivery.isPresent()) {
        return delivery.get();
      }
    }
    throw new AssertionError("no message in " + queue.name());
  }

  @Test
  void takesADelayThatIsNoWholeNumberOfSeconds() throws Exception {
    queue.send("m", "later".getBytes(UTF_8), Duration.ofMillis(1_344));
    assertThat(queue.depth().delayed()).isEqualTo(1);
    assertThat(receive().body()).isEqualTo("later");
  }

  @Test
  void handsOutAgainWhatWasHandedBack() throws Exception {
    queue.send("m", "again 𝄞".getBytes(UTF_8), Duration.ZERO);
    Delivery first = receive();
    assertThat(first.receiveCount()).isEqualTo(1);
    first.visibility(Duration.ZERO);
    Delivery second = receive();
    assertThat(second.body()).isEqualTo("again 𝄞");
    assertThat(second.receiveCount()).isEqualTo(2);
    second.acknowledge();
    assertThat(queue.depth().total()).isZero();
  }

  private List<String> objects() {
    return Cloud.get().s3().listObjectsV2(r -> r.bucket(BUCKET)).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  @Test
  void aLargeMessageCanBeReadByEveryDelivery() throws Exception {
    queue.send("m", LARGE, Duration.ofMillis(300));
    queue.send("other", LARGE, Duration.ZERO);
    for (int i = 0; i < 2; i++) {
      Delivery first = receive();
      assertThat(first.body()).isEqualTo(LARGE);
      first.visibility(Duration.ZERO);
      Delivery second = receive();
      assertThat(second.body()).isEqualTo(LARGE);
      assertThat(second.refusal()).isEmpty();
      second.visibility(Duration.ofSeconds(30));
      second.acknowledge();
    }
    assertThat(queue.depth().total()).isZero();
    assertThat(objects()).hasSize(2);
    payloads.delete("m");
    assertThat(objects()).hasSize(1).allMatch(key -> key.startsWith("payloads/other/"));
    payloads.delete("other");
    assertThat(objects()).isEmpty();
  }

  @Test
  void aDeliveryAfterItsPayloadWasDeletedIsNone() throws Exception {
    queue.send("m", LARGE, Duration.ZERO);
    receive().visibility(Duration.ZERO);
    payloads.delete("m");
    queue.send("behind it", Duration.ZERO);
    Delivery behind = receive();
    assertThat(behind.body()).isEqualTo("behind it");
    behind.acknowledge();
    for (int i = 0; i < MOST_POLLS && queue.depth().total() > 0; i++) {
      assertThat(receiver.receive()).isEmpty();
    }
    assertThat(queue.depth().total()).isZero();
  }

  @Test
  void aPointerToAnotherBucketIsHandedOutAsItIs() throws Exception {
    var other = new Payloads(Cloud.get().s3(), () -> Optional.of(ELSEWHERE));
    other.create();
    try (var elsewhere = new SqsQueues(clients, Set.of(), other, Duration.ofSeconds(2))) {
      elsewhere.open(queue.name()).send("m", LARGE, Duration.ZERO);
    }
    Delivery delivery = receive();
    assertThat(delivery.body()).contains(ELSEWHERE);
    assertThat(delivery.refusal()).get().asString().contains("elsewhere", BUCKET);
    delivery.acknowledge();
    assertThat(queue.depth().total()).isZero();
  }
}
