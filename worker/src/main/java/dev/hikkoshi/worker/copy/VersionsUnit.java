package dev.hikkoshi.worker.copy;

import dev.hikkoshi.common.ledger.BucketDestination;
import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.common.unit.CopyObjects;
import dev.hikkoshi.common.unit.CopyVersions;
import dev.hikkoshi.common.unit.ObjectHistory;
import dev.hikkoshi.common.unit.ObjectToCopy;
import dev.hikkoshi.common.unit.VersionToCopy;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.worker.write.UnitEnd;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Executes one unit of objects with all their versions, object beside object, and records versions
/// that can not be copied.
final class VersionsUnit {
  private static final int LANES = 16;

  private final Ledger ledger;
  private final BucketDestination destination;
  private final Witness witness;
  private final Clock clock;
  private final Time time;
  private final WorkMessage message;
  private final CopyVersions work;
  private final UnitRequests requests;
  private final SourceObject sources;
  private final List<Place> places = new ArrayList<>();
  private final UnitResult result;

  /// @param clock the destination's time
  VersionsUnit(
      Ledger ledger,
      BucketDestination destination,
      Witness witness,
      Clock clock,
      Time time,
      WorkMessage message,
      CopyVersions work,
      UnitRequests requests) {
    this.ledger = ledger;
    this.destination = destination;
    this.witness = witness;
    this.clock = clock;
    this.time = time;
    this.message = message;
    this.work = work;
    this.requests = requests;
    this.sources = new SourceObject(work.from(), requests);
    for (ObjectHistory object : work.objects()) {
      for (int i = 0; i < object.versions().size(); i++) {
        places.add(new Place(object, i));
      }
    }
    this.result = new UnitResult(places.size());
  }

  /// Copies what it can. Dead versions are in the ledger when this returns.
  UnitEnd execute() throws InterruptedException {
    Map<DeadVersion, String> dead =
        ledger.dead().of(message.migration(), message.unit().toString()).stream()
            .collect(
                Collectors.toMap(
                    item -> new DeadVersion(item.key(), item.occurrence()), DeadItem::reason));
    int[] first = new int[work.objects().size()];
    for (int i = 1; i < first.length; i++) {
      first[i] = first[i - 1] + work.objects().get(i - 1).versions().size();
    }
    Lanes.run(
        time,
        "copy " + message.unit(),
        first.length,
        LANES,
        index -> history(work.objects().get(index), first[index], dead).copy());
    if (result.done() > 0 || (result.isAllDenied() && isSourceToBlame())) {
      result.denyAlone();
    }
    result
        .firstDone()
        .map(places::get)
        .filter(place -> !place.version().deleteMarker())
        .ifPresent(place -> witness.saw(place.object.object(place.index), message.phase()));
    return result.end(requests, this::rest, this::bury);
  }

  private HistoryCopy history(ObjectHistory object, int first, Map<DeadVersion, String> dead) {
    return new HistoryCopy(
        work,
        object,
        requests,
        index -> Optional.ofNullable(dead.get(new DeadVersion(object.key(), index + 1))),
        (index, end) -> {
          if (end instanceof ObjectEnd.Dead buried) {
            bury(first + index, buried.reason());
          }
          return result.put(first + index, end, requests);
        },
        index -> objectCopy(object, index));
  }

  /// Each version has an upload of its own.
  private ObjectCopy objectCopy(ObjectHistory object, int index) {
    var copies = new CopyObjects(work.from(), work.to(), List.of(object.object(index)));
    var uploads =
        new UnitUploads(
            ledger.uploads(),
            message.migration(),
            message.unit() + "/" + index,
            work.to(),
            requests,
            clock,
            true);
    return new ObjectCopy(
        copies,
        destination.settings(),
        requests,
        new MultipartCopy(copies, destination.settings(), requests, uploads, time));
  }

  /// Whether a version that was denied cannot even be looked at, though another one, which was
  /// copied before, can. Nothing is copied once more to find out: it would become a version.
  private boolean isSourceToBlame() throws InterruptedException {
    Optional<ObjectToCopy> known = witness.copied(message.phase());
    Optional<Place> denied =
        result.firstDenied().map(places::get).filter(place -> !place.version().deleteMarker());
    return known.isPresent()
        && denied.isPresent()
        && isSeen(known.get())
        && !isSeen(denied.get().object.object(denied.get().index));
  }

  private boolean isSeen(ObjectToCopy object) throws InterruptedException {
    try {
      sources.head(object);
      return true;
    } catch (RefusedException e) {
      return false;
    }
  }

  /// An object of which any version is left is left with all of them: which of them are there is
  /// seen from the first on.
  private CopyVersions rest(List<Integer> left) {
    return new CopyVersions(
        work.from(),
        work.to(),
        left.stream().map(index -> places.get(index).object).distinct().toList());
  }

  /// In the ledger before the next version is copied: whoever goes on must know that it is not to
  /// come.
  private void bury(int index, String reason) {
    Place place = places.get(index);
    ledger
        .dead()
        .record(
            message.migration(),
            new DeadItem(
                message.unit().toString(),
                place.object.key(),
                place.index + 1,
                reason,
                "version " + place.version().version()));
  }

  private record Place(ObjectHistory object, int index) {
    VersionToCopy version() {
      return object.versions().get(index);
    }
  }

  private record DeadVersion(String key, int occurrence) {}
}
