package dev.hikkoshi.worker;

import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.ledger.Destination;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.metrics.Meters;
import dev.hikkoshi.common.queue.DeadQueue;
import dev.hikkoshi.common.queue.Delivery;
import dev.hikkoshi.common.queue.VisibilityKeeper;
import dev.hikkoshi.common.queue.WorkQueue;
import dev.hikkoshi.common.unit.AdHocCopy;
import dev.hikkoshi.common.unit.CopyObjects;
import dev.hikkoshi.common.unit.CopyVersions;
import dev.hikkoshi.common.unit.RemoveObjects;
import dev.hikkoshi.common.unit.ScanSegment;
import dev.hikkoshi.common.unit.UnreadableMessageException;
import dev.hikkoshi.common.unit.Work;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.common.unit.WorkMessageCodec;
import dev.hikkoshi.common.unit.WriteItems;
import dev.hikkoshi.worker.adhoc.AdHocCopies;
import dev.hikkoshi.worker.copy.ObjectUnits;
import dev.hikkoshi.worker.fleet.Breakers;
import dev.hikkoshi.worker.fleet.Lease;
import dev.hikkoshi.worker.fleet.Leases;
import dev.hikkoshi.worker.fleet.Pacers;
import dev.hikkoshi.worker.fleet.Permission;
import dev.hikkoshi.worker.scan.ScanUnit;
import dev.hikkoshi.worker.scan.SegmentScan;
import dev.hikkoshi.worker.write.UnitEnd;
import dev.hikkoshi.worker.write.WriteUnits;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.MDC;

/// Takes one message from delivery to acknowledgement: decode, ask the lease, execute, settle in
/// the ledger, acknowledge; always in this order, so that a crash anywhere brings the message back.
/// Thread-safe.
final class UnitHandler {
  /// How long a unit stays away that may not be executed now.
  private static final Duration NOT_NOW = Duration.ofSeconds(10);

  /// How long a thread leaves the queue alone that has found only refused units on it.
  private static final Duration AFTER_REFUSAL = Duration.ofSeconds(5);

  private final Ledger ledger;
  private final WorkQueue retryQueue;
  private final DeadQueue deadQueue;
  private final VisibilityKeeper keeper;
  private final Leases leases;
  private final Pacers pacers;
  private final Breakers breakers;
  private final WriteUnits writes;
  private final ObjectUnits objects;
  private final AdHocCopies adHoc;
  private final Function<Migration, SegmentScan> scans;
  private final LongAdder itemsDone;
  private final UnitMeters meters;
  private final Clock clock;
  private final BooleanSupplier running;

  UnitHandler(
      Ledger ledger,
      WorkQueue retryQueue,
      DeadQueue deadQueue,
      VisibilityKeeper keeper,
      Leases leases,
      Pacers pacers,
      Breakers breakers,
      WriteUnits writes,
      ObjectUnits objects,
      AdHocCopies adHoc,
      Function<Migration, SegmentScan> scans,
      LongAdder itemsDone,
      Meters meters,
      Clock clock,
      BooleanSupplier running) {
    this.ledger = ledger;
    this.retryQueue = retryQueue;
    this.deadQueue = deadQueue;
    this.keeper = keeper;
    this.leases = leases;
    this.pacers = pacers;
    this.breakers = breakers;
    this.writes = writes;
    this.objects = objects;
    this.adHoc = adHoc;
    this.scans = scans;
    this.itemsDone = itemsDone;
    this.meters = new UnitMeters(meters);
    this.clock = clock;
    this.running = running;
  }

  /// Handles one delivery.
  ///
  /// @return how long this thread should leave the queue alone: the destination refuses everything;
  ///   usually zero
  Duration handle(Delivery delivery) throws InterruptedException {
    Optional<String> refusal = delivery.refusal();
    if (refusal.isPresent()) {
      deadQueue.putAside(delivery, refusal.get());
      return Duration.ZERO;
    }
    try {
      return switch (WorkMessageCodec.read(delivery.utf8())) {
        case WorkMessage message -> handle(delivery, message, Optional.empty());
        case AdHocCopy request -> handle(delivery, request);
      };
    } catch (UnreadableMessageException e) {
      deadQueue.putAside(delivery, String.valueOf(e.getMessage()));
      return Duration.ZERO;
    }
  }

  private Duration handle(Delivery delivery, AdHocCopy request) throws InterruptedException {
    Optional<String> refusal = adHoc.refusal(request);
    if (refusal.isPresent()) {
      deadQueue.putAside(delivery, refusal.get());
      return Duration.ZERO;
    }
    if (isSettled(request.unit())) {
      adHoc.report(request);
      delivery.acknowledge();
      return Duration.ZERO;
    }
    return handle(delivery, request.unit(), Optional.of(request));
  }

  /// @param request what another system has asked for, if the unit is of no migration
  private Duration handle(Delivery delivery, WorkMessage message, Optional<AdHocCopy> request)
      throws InterruptedException {
    try (var hold = leases.hold(message.migration(), message.phase());
        var _ = MDC.putCloseable("migration", message.migration());
        var _ = MDC.putCloseable("unit", message.unit().toString())) {
      return handle(delivery, message, request, hold);
    }
  }

  private Duration handle(
      Delivery delivery, WorkMessage message, Optional<AdHocCopy> request, Leases.Hold hold)
      throws InterruptedException {
    Optional<Lease> lease = hold.lease();
    if (lease.isEmpty()) {
      deadQueue.putAside(delivery, "no migration '" + message.migration() + "' in the ledger");
      return Duration.ZERO;
    }
    Destination destination = lease.get().migration().destination();
    if (!destination.takes(message.work())) {
      deadQueue.putAside(
          delivery,
          place(message.work())
              + " is not what "
              + message.migration()
              + " moves to: "
              + destination.description());
      return Duration.ZERO;
    }
    if (lease.get().over() || (delivery.receiveCount() > 1 && isSettled(message))) {
      delivery.acknowledge();
      return Duration.ZERO;
    }
    if (!lease.get().allows()) {
      delivery.visibility(NOT_NOW);
      return Duration.ZERO;
    }
    Optional<Breakers.Trial> trial = breakers.trial(message.migration());
    if (trial.isEmpty()) {
      return refused(delivery);
    }
    try (var trying = trial.get()) {
      return execute(delivery, message, request, lease.get(), hold, trying);
    }
  }

  /// The unit comes back later. This thread leaves the queue alone, unless there may be units of
  /// other migrations on it.
  private Duration refused(Delivery delivery) {
    delivery.visibility(Breakers.WAIT);
    return breakers.isAnyAccepting() ? Duration.ZERO : AFTER_REFUSAL;
  }

  private static String place(Work work) {
    return switch (work) {
      case WriteItems write -> "table '" + write.table() + "'";
      case ScanSegment scan -> "table '" + scan.table() + "'";
      case CopyObjects copy -> "s3://" + copy.to() + " from s3://" + copy.from();
      case CopyVersions copy -> "s3://" + copy.to() + " from s3://" + copy.from();
      case RemoveObjects remove -> "s3://" + remove.bucket();
    };
  }

  private boolean isSettled(WorkMessage message) {
    return ledger.units().isSettled(message.migration(), message.unit());
  }

  private Duration execute(
      Delivery delivery,
      WorkMessage message,
      Optional<AdHocCopy> request,
      Lease lease,
      Leases.Hold hold,
      Breakers.Trial trial)
      throws InterruptedException {
    UnitEnd end;
    try (var _ = keeper.hold(delivery)) {
      end =
          switch (message.work()) {
            case WriteItems write ->
                writes
                    .forMigration(lease.migration(), pacers.of(lease.migration()))
                    .execute(message, write, permission(lease, hold));
            case ScanSegment scan -> scan(message, scan, lease, permission(lease, hold));
            case CopyObjects copy ->
                objects.execute(
                    message,
                    copy,
                    lease.migration(),
                    pacers.of(lease.migration()),
                    permission(lease, hold));
            case CopyVersions copy ->
                objects.execute(
                    message,
                    copy,
                    lease.migration(),
                    pacers.of(lease.migration()),
                    permission(lease, hold));
            case RemoveObjects remove ->
                objects.execute(
                    message,
                    remove,
                    lease.migration(),
                    pacers.of(lease.migration()),
                    permission(lease, hold));
          };
    }
    return switch (end) {
      case UnitEnd.Done done -> {
        trial.accepted();
        boolean settled = settle(message, done, request.isPresent());
        pacers.unit(lease.migration(), done.totals());
        meters.count(message, done.totals(), settled);
        if (!(message.work() instanceof ScanSegment)) {
          itemsDone.add(done.totals().items());
        }
        request.ifPresent(adHoc::report);
        delivery.acknowledge();
        yield Duration.ZERO;
      }
      case UnitEnd.Refused refused -> {
        if (refused.failure().isEmpty()) {
          trial.accepted();
        } else {
          trial.refused(refused.failure());
        }
        pacers.unit(lease.migration(), refused.totals());
        defer(delivery, message, request, refused);
        yield Duration.ZERO;
      }
      case UnitEnd.Unavailable unavailable -> {
        trial.refused(unavailable.reason());
        yield refused(delivery);
      }
      case UnitEnd.NotAllowed _ -> {
        delivery.visibility(running.getAsBoolean() ? NOT_NOW : Duration.ZERO);
        yield Duration.ZERO;
      }
    };
  }

  /// @param forgotten whether the unit is of no migration that ends
  private boolean settle(WorkMessage message, UnitEnd.Done done, boolean forgotten) {
    var units = ledger.units();
    String migration = message.migration();
    Instant now = clock.instant();
    return forgotten
        ? units.settle(
            migration, message.unit(), done.totals(), done.started(), now, AdHocCopies.REMEMBERED)
        : units.settle(migration, message.unit(), done.totals(), done.started(), now);
  }

  /// A worker that stops, or whose migration is gone, has none any more.
  private Permission permission(Lease before, Leases.Hold hold) {
    return new Permission() {
      @Override
      public Lease lease() {
        return hold.lease()
            .filter(_ -> running.getAsBoolean())
            .orElseGet(() -> new Lease(before.migration(), before.checkedAt(), -1, false));
      }

      @Override
      public void unanswered() {
        hold.unanswered();
      }
    };
  }

  private void defer(
      Delivery delivery,
      WorkMessage message,
      Optional<AdHocCopy> request,
      UnitEnd.Refused refused) {
    itemsDone.add(refused.totals().items());
    meters.count(message, refused.totals(), false);
    if (ledger
        .units()
        .defer(
            message.migration(),
            message.unit(),
            refused.totals(),
            refused.started(),
            clock.instant())) {
      retryQueue.send(
          message.migration(), deferred(message, request, refused.rest()), refused.delay());
    }
    delivery.acknowledge();
  }

  private static byte[] deferred(WorkMessage message, Optional<AdHocCopy> request, Work rest) {
    return request.isPresent() && rest instanceof CopyObjects copies
        ? WorkMessageCodec.utf8(request.get().deferred(copies))
        : WorkMessageCodec.utf8(message.deferred(rest));
  }

  private UnitEnd scan(WorkMessage message, ScanSegment segment, Lease lease, Permission permission)
      throws InterruptedException {
    Instant started = clock.instant();
    try {
      var scanned =
          new ScanUnit(scans.apply(lease.migration()), lease.migration())
              .digest(segment, () -> permission.lease().allows());
      if (scanned.isEmpty()) {
        return new UnitEnd.NotAllowed();
      }
      ledger
          .digests()
          .put(
              message.migration(),
              message.phase(),
              String.valueOf(segment.segment()),
              scanned.get().digest());
      return new UnitEnd.Done(scanned.get().totals(), started);
    } catch (IOException | MalformedItemException e) {
      return new UnitEnd.Unavailable(String.valueOf(e.getMessage()));
    }
  }
}
