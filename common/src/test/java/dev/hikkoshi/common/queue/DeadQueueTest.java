package dev.hikkoshi.common.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class DeadQueueTest {
  private final RecordingQueue queue = new RecordingQueue();

  @Test
  void aMessageIsAcknowledgedOnceItIsPutAside() {
    var delivery =
        new RecordingDelivery("body", 1, () -> assertThat(queue.sent).containsExactly("why\nbody"));
    new DeadQueue(queue).putAside(delivery, "why");
    assertThat(delivery.acknowledged).isEqualTo(1);
  }

  @Test
  void aMessageThatCannotBePutAsideComesBack() {
    var delivery = new RecordingDelivery("body");
    var dead = new DeadQueue(new RecordingQueue(() -> true));
    assertThatExceptionOfType(QueueException.class)
        .isThrownBy(() -> dead.putAside(delivery, "why"));
    assertThat(delivery.acknowledged).isZero();
  }

  @Test
  void aVeryLongMessageIsCut() {
    new DeadQueue(queue).putAside(new RecordingDelivery("x".repeat(1 << 20)), "why");
    assertThat(queue.sent.getFirst()).startsWith("why\nxxx").hasSize(200_004);
  }

  @Test
  void aCutNeverHalvesACharacter() {
    new DeadQueue(queue).putAside(new RecordingDelivery("x" + "😀".repeat(200_000)), "why");
    String sent = queue.sent.getFirst();
    assertThat(sent.codePoints().filter(c -> c >= 0xD800 && c <= 0xDFFF).count()).isZero();
  }

  @Test
  void whatSqsRefusesIsReplaced() {
    new DeadQueue(queue).putAside(new RecordingDelivery("a\uFFFE\u0001b"), "half a \uD83D pair");
    assertThat(queue.sent).containsExactly("half a \uFFFD pair\na\uFFFD\uFFFDb");
  }
}
