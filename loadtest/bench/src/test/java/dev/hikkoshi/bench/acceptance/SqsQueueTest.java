package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.queue.Delivery;
import dev.hikkoshi.common.queue.SqsQueues;
import dev.hikkoshi.common.queue.WorkQueue;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The queue port on real SQS semantics.
class SqsQueueTest {
  private static final int MOST_POLLS = 20;

  private SqsQueues queues;
  private WorkQueue queue;
  private WorkQueue.Receiver receiver;

  @BeforeEach
  void open(TestInfo test) {
    Cloud.get();
    queues = new SqsQueues(SqsClient.builder(), Duration.ofSeconds(2));
    String name = test.getTestMethod().orElseThrow().getName();
    queues.create(name);
    queue = queues.open(name);
    receiver = queue.receiver();
  }

  @AfterEach
  void close() {
    receiver.close();
    queue.close();
    queues.close();
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
    queue.send("later", Duration.ofMillis(1_344));
    assertThat(queue.depth().delayed()).isEqualTo(1);
    assertThat(receive().body()).isEqualTo("later");
  }

  @Test
  void handsOutAgainWhatWasHandedBack() throws Exception {
    queue.send("again 𝄞", Duration.ZERO);
    Delivery first = receive();
    assertThat(first.receiveCount()).isEqualTo(1);
    first.visibility(Duration.ZERO);
    Delivery second = receive();
    assertThat(second.body()).isEqualTo("again 𝄞");
    assertThat(second.receiveCount()).isEqualTo(2);
    second.acknowledge();
    assertThat(queue.depth().total()).isZero();
  }
}
