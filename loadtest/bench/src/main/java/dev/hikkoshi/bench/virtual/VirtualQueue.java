package dev.hikkoshi.bench.virtual;

import dev.hikkoshi.common.queue.QueueDepth;
import dev.hikkoshi.common.queue.Queues;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One queue with all that SQS leaves open: messages come in any order, more than once, and late; a
/// receipt that is not the last may count or not; depths are guesses.
final class VirtualQueue {
  private static final Duration MOST_DELAY = Duration.ofSeconds(20);
  private static final double STALE_RECEIPT_COUNTS = 0.5;
  private static final double GUESS = 0.1;

  private final String name;
  private final World world;
  private final Chaos chaos;
  private final Oracle oracle;
  private final List<Message> messages = new ArrayList<>();

  VirtualQueue(String name, World world, Chaos chaos, Oracle oracle) {
    this.name = name;
    this.world = world;
    this.chaos = chaos;
    this.oracle = oracle;
  }

  /// One copy of what was sent.
  static final class Message {
    private final String body;
    private long visibleAt;
    private int receives;

    Message(String body, long visibleAt) {
      this.body = body;
      this.visibleAt = visibleAt;
    }
  }

  /// A message as it was handed out.
  static final class Receipt {
    private final Message message;
    private final int receive;

    Receipt(Message message) {
      this.message = message;
      this.receive = message.receives;
    }

    String body() {
      return message.body;
    }

    int receives() {
      return receive;
    }

    @Override
    public String toString() {
      return "#" + receive + " " + start(message.body);
    }
  }

  static String start(String body) {
    return body.length() <= 120 ? body : body.substring(0, 120) + "…";
  }

  String name() {
    return name;
  }

  boolean send(String body, Duration delay) {
    add(body, delay.toNanos());
    if (chaos.roll(chaos.faults().duplicated())) {
      add(body, delay.toNanos() + world.between(Duration.ZERO, MOST_DELAY));
    }
    return true;
  }

  private void add(String body, long delay) {
    long late =
        chaos.roll(chaos.faults().duplicated()) ? world.between(Duration.ZERO, MOST_DELAY) : 0;
    messages.add(new Message(body, world.now() + delay + late));
    oracle.queued(name, body);
  }

  Optional<Receipt> receive() {
    var visible = messages.stream().filter(message -> message.visibleAt <= world.now()).toList();
    if (visible.isEmpty()) {
      return Optional.empty();
    }
    Message message = visible.get(world.random().nextInt(visible.size()));
    message.receives++;
    if (!chaos.roll(chaos.faults().duplicated())) {
      message.visibleAt = world.now() + Queues.VISIBILITY.toNanos();
    }
    return Optional.of(new Receipt(message));
  }

  boolean acknowledge(Receipt receipt) {
    if (current(receipt) && messages.remove(receipt.message)) {
      oracle.acknowledged(name, receipt.body());
    }
    return true;
  }

  boolean visibility(Receipt receipt, Duration fromNow) {
    if (current(receipt)) {
      receipt.message.visibleAt = world.now() + fromNow.toNanos();
    }
    return true;
  }

  private boolean current(Receipt receipt) {
    return receipt.receive == receipt.message.receives || world.chance(STALE_RECEIPT_COUNTS);
  }

  QueueDepth depth() {
    long waiting = messages.stream().filter(message -> message.visibleAt <= world.now()).count();
    long inFlight =
        messages.stream()
            .filter(message -> message.visibleAt > world.now() && message.receives > 0)
            .count();
    var depth = new QueueDepth(waiting, messages.size() - waiting - inFlight, inFlight);
    return chaos.roll(GUESS) ? new QueueDepth(depth.waiting() / 2, 0, 0) : depth;
  }

  /// What it holds now.
  int size() {
    return messages.size();
  }
}
