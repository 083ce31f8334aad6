package dev.hikkoshi.producer.split;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hikkoshi.common.item.Seeds;
import dev.hikkoshi.common.metrics.Metric;
import dev.hikkoshi.common.metrics.RecordedMetrics;
import dev.hikkoshi.common.queue.RecordingQueue;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.common.unit.RawJson;
import dev.hikkoshi.common.unit.UnreadableMessageException;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.common.unit.WorkMessageCodec;
import dev.hikkoshi.common.unit.WriteItems;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnitSenderTest {
  private static final Time NO_WAIT = _ -> {};

  private RecordingQueue queue = new RecordingQueue();
  private final RecordedMetrics metrics = new RecordedMetrics();
  private final List<Integer> marks = new CopyOnWriteArrayList<>();

  private UnitSender sender(int alreadySent, IntConsumer durableBelow) {
    return new UnitSender(
        queue, metrics.meters(), "m", "s1", 2, alreadySent, durableBelow, NO_WAIT);
  }

  private static WriteItems unit(int sequence) {
    return new WriteItems("users", List.of(RawJson.of("{\"n\":" + sequence + "}")), List.of());
  }

  private static void send(UnitSender sender, int from, int to) throws InterruptedException {
    for (int i = from; i < to; i++) {
      sender.unit(i, unit(i));
    }
  }

  private Set<Integer> sent() throws UnreadableMessageException {
    var sent = new HashSet<Integer>();
    for (String body : queue.sent) {
      sent.add(WorkMessageCodec.decode(body).unit().sequence());
    }
    return sent;
  }

  private static Set<Integer> range(int from, int to) {
    return Set.copyOf(IntStream.range(from, to).boxed().toList());
  }

  @Test
  void sendsEachUnitAsAMessageOfItsSplit() throws Exception {
    try (var sender = sender(0, marks::add)) {
      send(sender, 0, 40);
      sender.await();
    }
    assertThat(queue.sent).hasSize(40);
    assertThat(metrics.count(Metric.UNITS_SENT, "m")).isEqualTo(40);
    assertThat(sent()).isEqualTo(range(0, 40));
    assertThat(queue.delays).containsOnly(Duration.ZERO);
    for (String body : queue.sent) {
      WorkMessage message = WorkMessageCodec.decode(body);
      assertThat(message.migration()).isEqualTo("m");
      assertThat(message.unit().split()).isEqualTo("s1");
      assertThat(message.phase()).isEqualTo(2);
      assertThat(message.attempt()).isZero();
      assertThat(((WriteItems) message.work()).put().getFirst())
          .hasToString("{\"n\":" + message.unit().sequence() + "}");
    }
  }

  /// What a unit's items lie in belongs to the next unit as soon as the call is over.
  @Test
  void sendsWhatWasThereDuringTheCall() throws Exception {
    byte[] buffer = "{\"n\":?}".getBytes(UTF_8);
    var items = new WriteItems("users", List.of(new RawJson(buffer, 0, buffer.length)), List.of());
    try (var sender = sender(0, marks::add)) {
      for (int i = 0; i < 500; i++) {
        buffer[buffer.length - 2] = (byte) ('0' + i % 10);
        sender.unit(i, items);
      }
      sender.await();
    }
    assertThat(sent()).isEqualTo(range(0, 500));
    for (String body : queue.sent) {
      WorkMessage message = WorkMessageCodec.decode(body);
      assertThat(((WriteItems) message.work()).put().getFirst())
          .hasToString("{\"n\":" + message.unit().sequence() % 10 + "}");
    }
  }

  @Test
  void whatIsOnTheQueueAlreadyIsNotSentAgain() throws Exception {
    try (var sender = sender(30, marks::add)) {
      send(sender, 0, 200);
      sender.await();
    }
    assertThat(sent()).isEqualTo(range(30, 200));
    assertThat(queue.sent).hasSize(170);
    assertThat(marks).allMatch(mark -> mark > 30);
  }

  @Test
  void tellsNowAndThenHowFarAllIsDurable() throws Exception {
    try (var sender = sender(0, marks::add)) {
      send(sender, 0, 1000);
      sender.await();
    }
    assertThat(marks).isNotEmpty().hasSizeLessThanOrEqualTo(1000 / 64);
    assertThat(marks).allMatch(mark -> mark >= 64 && mark <= 1000);
  }

  /// What a successor skips must be on the queue: it reads the mark and sends nothing below it.
  @Test
  void nothingIsLostHoweverSendingFailsAndTheMarkNeverPassesAnUnsentUnit() {
    Seeds.each(
        100,
        seed -> {
          var random = new SplittableRandom(seed);
          int units = random.nextInt(600);
          int alreadySent = random.nextBoolean() ? 0 : random.nextInt(units + 1);
          queue = new RecordingQueue(failing(random.nextInt(90), random));
          var problems = new CopyOnWriteArrayList<String>();
          IntConsumer mark =
              below -> {
                try {
                  if (!sent().containsAll(range(alreadySent, below))) {
                    problems.add("below " + below + " only " + sent());
                  }
                } catch (UnreadableMessageException e) {
                  problems.add(e.toString());
                }
              };
          try (var sender = sender(alreadySent, mark)) {
            send(sender, 0, units);
            sender.await();
            assertThat(sent()).isEqualTo(range(alreadySent, units));
          }
          assertThat(problems).isEmpty();
        });
  }

  private static BooleanSupplier failing(int percent, RandomGenerator random) {
    return () -> {
      synchronized (random) {
        return random.nextInt(100) < percent;
      }
    };
  }

  @Test
  void closingGivesUpWhatCannotBeSent() throws Exception {
    var tried = new CountDownLatch(1);
    queue =
        new RecordingQueue(() -> {
          tried.countDown();
          return true;
        });
    var sender = sender(0, marks::add);
    send(sender, 0, 3);
    tried.await();
    sender.close();
    assertThat(queue.sent).isEmpty();
    assertThat(marks).isEmpty();
    assertThatIllegalStateException()
        .isThrownBy(sender::await)
        .withMessageContaining("units of s1 were not sent: [0, 1, 2]");
  }

  @Test
  void anInterruptionEndsTheWait() {
    queue = new RecordingQueue(() -> true);
    try (var sender = sender(0, marks::add)) {
      assertThatExceptionOfType(InterruptedException.class)
          .isThrownBy(() -> {
            send(sender, 0, 1);
            Thread.currentThread().interrupt();
            sender.await();
          });
    }
  }

  @Test
  void neverMoreThanSixteenFullUnitsOfBytesAreUnderWay() throws Exception {
    var underWay = new AtomicLong();
    var most = new AtomicLong();
    queue =
        new RecordingQueue() {
          @Override
          public void send(String body, Duration delay) {
            most.accumulateAndGet(underWay.addAndGet(body.length()), Math::max);
            super.send(body, delay);
            underWay.addAndGet(-body.length());
          }
        };
    int[] lengths = {100, 190_000, 1_300_000, 3_900_000};
    try (var sender = sender(0, marks::add)) {
      for (int i = 0; i < 100; i++) {
        var json = RawJson.of("\"" + "x".repeat(lengths[i % lengths.length]) + "\"");
        sender.unit(i, new WriteItems("users", List.of(json), List.of()));
      }
      sender.await();
    }
    assertThat(sent()).isEqualTo(range(0, 100));
    assertThat(most).hasValueLessThan(4_100_000);
  }
}
