package dev.hikkoshi.bench.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SinkQueueTest {
  private static final SqsMessage MESSAGE = SqsMessage.of("text");

  private final SinkQueue queue = new SinkQueue();

  @Test
  void handsOutWhatIsHandedBackUntilItIsAcknowledged() throws Exception {
    queue.offer(() -> MESSAGE);
    assertThat(queue.receive(10, Duration.ZERO)).containsExactly(MESSAGE);
    assertThat(queue.receive(10, Duration.ZERO)).isEmpty();

    queue.visibility(MESSAGE.receiptHandle(), Duration.ZERO);
    assertThat(queue.receive(10, Duration.ZERO)).containsExactly(MESSAGE);

    queue.visibility(MESSAGE.receiptHandle(), Duration.ZERO);
    queue.acknowledge(MESSAGE.receiptHandle());
    assertThat(queue.receive(10, Duration.ZERO)).isEmpty();
    assertThat(queue.acknowledged().count()).isEqualTo(1);
  }

  @Test
  void whatIsKeptIsNotHandedOutAgain() throws Exception {
    queue.offer(() -> MESSAGE);
    assertThat(queue.receive(1, Duration.ZERO)).hasSize(1);
    queue.visibility(MESSAGE.receiptHandle(), Duration.ofHours(1));
    assertThat(queue.receive(1, Duration.ofMillis(1))).isEmpty();
  }

  @Test
  void waitsForWhatComes() throws Exception {
    var sender = Thread.ofVirtual().start(() -> queue.offer(() -> MESSAGE));
    assertThat(queue.receive(1, Duration.ofMinutes(1))).hasSize(1);
    sender.join();
  }
}
