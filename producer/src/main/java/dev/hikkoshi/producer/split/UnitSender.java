package dev.hikkoshi.producer.split;

import dev.hikkoshi.common.metrics.Meters;
import dev.hikkoshi.common.metrics.Metric;
import dev.hikkoshi.common.queue.QueueException;
import dev.hikkoshi.common.queue.WorkQueue;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.common.unit.UnitId;
import dev.hikkoshi.common.unit.Work;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.common.unit.WorkMessageCodec;
import dev.hikkoshi.common.unit.WriteItems;
import java.time.Duration;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a split's units to the work queue, several at a time, large ones alone, and knows up to
/// which of them all are durable. A unit that could not be sent is sent again until it can be.
public final class UnitSender implements UnitSink, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(UnitSender.class);
  private static final int AT_ONCE = 16;
  private static final int REPORT_EVERY = 64;
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final WorkQueue queue;
  private final Meters meters;
  private final String migration;
  private final String split;
  private final int phase;
  private final int alreadySent;
  private final IntConsumer durableBelow;
  private final Time time;
  private final Semaphore free = new Semaphore(AT_ONCE);
  private final TreeSet<Integer> underWay = new TreeSet<>();
  private int next;
  private int reported;
  private volatile boolean closed;

  /// @param meters told how many units are on the queue
  /// @param alreadySent units below this number are on the queue already and are not sent again
  /// @param durableBelow told now and then that all units below a number are durable
  public UnitSender(
      WorkQueue queue,
      Meters meters,
      String migration,
      String split,
      int phase,
      int alreadySent,
      IntConsumer durableBelow,
      Time time) {
    this.queue = queue;
    this.meters = meters;
    this.migration = migration;
    this.split = split;
    this.phase = phase;
    this.alreadySent = alreadySent;
    this.durableBelow = durableBelow;
    this.time = time;
    this.reported = alreadySent;
  }

  @Override
  public void unit(int sequence, WriteItems items) throws InterruptedException {
    send(sequence, items, share(items));
  }

  /// Sends a unit of objects.
  ///
  /// @param sequence 0, 1, 2, …
  /// @param work at most about 200 KB of JSON
  public void objects(int sequence, Work work) throws InterruptedException {
    send(sequence, work, 1);
  }

  private void send(int sequence, Work work, int share) throws InterruptedException {
    if (sequence < alreadySent) {
      return;
    }
    var unit = new UnitId(split, sequence);
    byte[] body = WorkMessageCodec.utf8(new WorkMessage(migration, unit, phase, 0, work));
    free.acquire(share);
    synchronized (underWay) {
      underWay.add(sequence);
      next = sequence + 1;
    }
    time.start("send-" + unit, () -> send(sequence, body, share));
  }

  /// Under way are never more bytes than of sixteen full units, or of one larger than all of them,
  /// beside the unit that waits.
  private static int share(WriteItems items) {
    return Math.clamp(Math.ceilDiv(items.bytes(), UnitPacker.MAX_BYTES), 1, AT_ONCE);
  }

  private void send(int sequence, byte[] body, int share) {
    try {
      while (!closed && !sent(body)) {
        time.sleep(PAUSE);
      }
      if (!closed) {
        done(sequence);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      free.release(share);
    }
  }

  private boolean sent(byte[] body) {
    try {
      queue.send(migration, body, Duration.ZERO);
      meters.add(Metric.UNITS_SENT, migration, 1);
      return true;
    } catch (QueueException e) {
      LOG.warn("A unit is sent again: {}", e.getMessage());
      return false;
    }
  }

  private void done(int sequence) {
    int below;
    synchronized (underWay) {
      underWay.remove(sequence);
      below = underWay.isEmpty() ? next : underWay.first();
      if (below - reported < REPORT_EVERY) {
        return;
      }
      reported = below;
    }
    durableBelow.accept(below);
  }

  /// Waits until every unit given so far is durable.
  ///
  /// @throws IllegalStateException if one could not be sent
  public void await() throws InterruptedException {
    free.acquire(AT_ONCE);
    free.release(AT_ONCE);
    synchronized (underWay) {
      if (!underWay.isEmpty()) {
        throw new IllegalStateException("units of " + split + " were not sent: " + underWay);
      }
    }
  }

  /// Gives up what is under way.
  @Override
  public void close() {
    closed = true;
    free.acquireUninterruptibly(AT_ONCE);
    free.release(AT_ONCE);
  }
}
