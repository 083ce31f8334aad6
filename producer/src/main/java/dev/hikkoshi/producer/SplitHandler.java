package dev.hikkoshi.producer;

import dev.hikkoshi.common.item.ExportLine;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.ledger.SplitState;
import dev.hikkoshi.common.metrics.Meters;
import dev.hikkoshi.common.metrics.Metric;
import dev.hikkoshi.common.queue.DeadQueue;
import dev.hikkoshi.common.queue.Delivery;
import dev.hikkoshi.common.queue.Payloads;
import dev.hikkoshi.common.queue.WorkQueue;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.common.unit.RawJson;
import dev.hikkoshi.common.unit.UnreadableMessageException;
import dev.hikkoshi.common.unit.WorkMessageCodec;
import dev.hikkoshi.producer.export.ShardChecks;
import dev.hikkoshi.producer.export.ShardReader;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.producer.objects.ObjectSplits;
import dev.hikkoshi.producer.split.SplitReader;
import dev.hikkoshi.producer.split.SplitReader.SourceItems;
import dev.hikkoshi.producer.split.UnitSender;
import dev.hikkoshi.producer.split.UnitStream;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import software.amazon.awssdk.services.s3.S3Client;

/// Takes one split message from delivery to acknowledgement.
final class SplitHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SplitHandler.class);

  /// What a unit has beside its item.
  private static final int HEADER = 4096;

  private static final int MAX_MESSAGE_ITEM_BYTES = WorkQueue.MAX_BYTES - HEADER;

  /// What BatchWriteItem takes: no item of a table has more JSON than a quarter of it.
  private static final int MAX_ITEM_BYTES = (16 << 20) - HEADER;

  private final Function<Migration, S3Client> sources;
  private final Ledger ledger;
  private final WorkQueue work;
  private final DeadQueue dead;
  private final Meters meters;
  private final Time time;
  private final int unitItems;

  SplitHandler(
      Function<Migration, S3Client> sources,
      Ledger ledger,
      WorkQueue work,
      DeadQueue dead,
      Meters meters,
      Time time,
      int unitItems) {
    this.sources = sources;
    this.ledger = ledger;
    this.work = work;
    this.dead = dead;
    this.meters = meters;
    this.time = time;
    this.unitItems = unitItems;
  }

  void handle(Delivery delivery) throws IOException, InterruptedException {
    Optional<String> refusal = delivery.refusal();
    if (refusal.isPresent()) {
      dead.putAside(delivery, refusal.get());
      return;
    }
    SplitMessage message;
    try {
      message = SplitMessage.decode(delivery.body());
    } catch (UnreadableMessageException e) {
      dead.putAside(delivery, String.valueOf(e.getMessage()));
      return;
    }
    Optional<Migration> migration = ledger.migrations().find(message.migration());
    Optional<Split> split = ledger.splits().find(message.migration(), message.split());
    if (migration.isEmpty() || split.isEmpty()) {
      dead.putAside(
          delivery,
          "no split "
              + message.split()
              + " of migration "
              + message.migration()
              + " in the ledger");
      return;
    }
    try (var _ = MDC.putCloseable("migration", message.migration());
        var _ = MDC.putCloseable("split", message.split())) {
      execute(message.task(), migration.get(), split.get());
    }
    meters.add(Metric.SPLITS, message.migration(), 1);
    delivery.acknowledge();
  }

  private void execute(SplitMessage.Task task, Migration migration, Split split)
      throws IOException, InterruptedException {
    switch (task) {
      case CHECK -> check(migration, split);
      case SEND -> {
        if (split.state() == SplitState.CHECKED) {
          send(migration, split, split.sent());
        }
      }
      case RESEND -> {
        if (split.state() == SplitState.CHECKED || split.state() == SplitState.CLOSED) {
          send(migration, split, 0);
        }
      }
    }
  }

  private void check(Migration migration, Split split) throws IOException, InterruptedException {
    if (split.state() != SplitState.PLANNED) {
      return;
    }
    var checks = new ShardChecks(sources.apply(migration));
    try {
      for (ShardFile file : split.files()) {
        if (!file.proven()) {
          checks.read(split.bucket(), file);
        }
      }
      if (migration.movesObjects()) {
        objects(migration).check();
      }
      ledger.splits().checked(migration.name(), split.id());
    } catch (UnsoundSourceException e) {
      ledger.splits().refused(migration.name(), split.id(), String.valueOf(e.getMessage()));
    }
  }

  private ObjectSplits objects(Migration migration) {
    return new ObjectSplits(sources.apply(migration), ledger, migration, time);
  }

  private void send(Migration migration, Split split, int alreadySent)
      throws IOException, InterruptedException {
    if (split.phase() != migration.phase() || migration.state() == MigrationState.FAILED) {
      return;
    }
    LOG.info("Reads split {} of {}: {} files", split.id(), migration.name(), split.files().size());
    // A bucket may have changed since it was listed first: its units need not be the same again.
    try (var sender =
        new UnitSender(
            work,
            meters,
            migration.name(),
            split.id(),
            split.phase(),
            split.ranges().isEmpty() ? alreadySent : 0,
            below -> ledger.splits().sent(migration.name(), split.id(), below),
            time)) {
      if (migration.movesObjects()) {
        objects(migration).send(split, sender);
        return;
      }
      var units = new UnitStream(migration.table(), unitItems, sender);
      SplitReader.Summary summary =
          new SplitReader(sources.apply(migration), migration)
              .read(split, new Items(migration.name(), split.id(), units));
      units.finish();
      sender.await();
      summary.record(ledger, migration.name(), split, units.count());
    } catch (UnsoundSourceException e) {
      ledger.splits().failed(migration.name(), split.id(), String.valueOf(e.getMessage()));
    }
  }

  /// Items go to the units, lines without one to the ledger.
  private final class Items implements SourceItems {
    private final String migration;
    private final String split;
    private final UnitStream units;

    Items(String migration, String split, UnitStream units) {
      this.migration = migration;
      this.split = split;
      this.units = units;
    }

    @Override
    public void item(ShardReader at, ExportLine line) throws InterruptedException {
      // Shorter ones fit even if every character has to be escaped.
      if (line.itemTo() - line.itemFrom() > MAX_MESSAGE_ITEM_BYTES / 2) {
        refuseTooLarge(at, new RawJson(at.buffer(), line.itemFrom(), line.itemTo()));
      }
      units.add(at.buffer(), line.itemFrom(), line.itemTo(), line.isDelete());
    }

    private void refuseTooLarge(ShardReader at, RawJson item) {
      int bytes = WorkMessageCodec.longest(item);
      if (bytes > MAX_ITEM_BYTES) {
        throw tooLarge(at, item, bytes, MAX_ITEM_BYTES + " a request can carry");
      }
      if (bytes > MAX_MESSAGE_ITEM_BYTES && !work.takesLarge()) {
        throw tooLarge(
            at,
            item,
            bytes,
            MAX_MESSAGE_ITEM_BYTES
                + " a message can carry: name an S3 bucket for such items in "
                + Payloads.VARIABLE
                + ", the same for producers, workers and 'run'");
      }
    }

    private static UnsoundSourceException tooLarge(
        ShardReader at, RawJson item, int bytes, String limit) {
      String file = at.file().key();
      return new UnsoundSourceException(
          file,
          "the item at "
              + file
              + ":"
              + at.line()
              + " has "
              + item.length()
              + " bytes of JSON, "
              + bytes
              + " in a message, more than the "
              + limit);
    }

    @Override
    public void unreadable(ShardReader at, MalformedItemException reason) {
      String where = at.file().key() + ":" + at.line();
      ledger
          .dead()
          .record(
              migration, new DeadItem(split, where, String.valueOf(reason.getMessage()), where));
    }
  }
}
