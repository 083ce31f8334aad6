package dev.hikkoshi.worker.copy;

import dev.hikkoshi.common.ledger.BucketDestination;
import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.common.unit.CopyObjects;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.worker.write.UnitEnd;
import java.time.Clock;

/// Executes one unit of copies, object beside object, and records those that can not be copied.
final class CopyUnit {
  private static final int LANES = 16;

  private final Ledger ledger;
  private final BucketDestination destination;
  private final Witness witness;
  private final Clock clock;
  private final Time time;

  /// @param clock the destination's time
  CopyUnit(Ledger ledger, BucketDestination destination, Witness witness, Clock clock, Time time) {
    this.ledger = ledger;
    this.destination = destination;
    this.witness = witness;
    this.clock = clock;
    this.time = time;
  }

  /// Copies what it can. Dead objects are in the ledger when this returns.
  UnitEnd execute(WorkMessage message, CopyObjects work, UnitRequests requests)
      throws InterruptedException {
    ObjectCopy copy = objectCopy(message, work, requests);
    var result = new UnitResult(work.objects().size());
    Lanes.run(
        time,
        "copy " + message.unit(),
        work.objects().size(),
        LANES,
        index ->
            result.put(index, copy.copy(work.objects().get(index), Expected.ANYTHING), requests));
    if (result.done() > 0 || (result.isAllDenied() && witness.testifies(copy, message.phase()))) {
      result.denyAlone();
    }
    result.firstDone().ifPresent(index -> witness.saw(work.objects().get(index), message.phase()));
    return result.end(
        requests,
        left ->
            new CopyObjects(
                work.from(), work.to(), left.stream().map(work.objects()::get).toList()),
        (index, reason) ->
            ledger
                .dead()
                .record(
                    message.migration(),
                    new DeadItem(
                        message.unit().toString(), work.objects().get(index).key(), reason, "")));
  }

  private ObjectCopy objectCopy(WorkMessage message, CopyObjects work, UnitRequests requests) {
    var uploads =
        new UnitUploads(
            ledger.uploads(),
            message.migration(),
            message.unit().toString(),
            work.to(),
            requests,
            clock,
            false);
    return new ObjectCopy(
        work,
        destination.settings(),
        requests,
        new MultipartCopy(work, destination.settings(), requests, uploads, time));
  }
}
