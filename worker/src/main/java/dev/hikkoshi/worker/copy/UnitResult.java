package dev.hikkoshi.worker.copy;

import dev.hikkoshi.common.unit.Work;
import dev.hikkoshi.worker.copy.S3Failure.Kind;
import dev.hikkoshi.worker.write.UnitEnd;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Gathers what became of a unit's objects and concludes from it what becomes of the unit.
/// Thread-safe.
final class UnitResult {
  /// So many objects denied and none done: the next ones will hardly fare better.
  private static final int ENOUGH_DENIED = 16;

  private final AtomicReferenceArray<@Nullable ObjectEnd> ends;

  /// @param size how many objects the unit has
  UnitResult(int size) {
    ends = new AtomicReferenceArray<>(size);
  }

  /// One object's end.
  ///
  /// @return whether it makes sense to go on with others
  boolean put(int index, ObjectEnd end, UnitRequests requests) {
    ends.set(index, end);
    return switch (end) {
      case ObjectEnd.Done _, ObjectEnd.There _, ObjectEnd.Dead _ -> true;
      case ObjectEnd.Left left ->
          switch (left.failure().kind()) {
            case NOT_ALLOWED, UNAVAILABLE, THROTTLED -> false;
            case DENIED -> done() > 0 || with(Kind.DENIED).size() < ENOUGH_DENIED;
            case TRANSIENT, GONE, CHANGED, NO_UPLOAD, OBJECT -> !requests.allFailed();
          };
    };
  }

  /// How many objects are done.
  int done() {
    return Math.toIntExact(all().filter(i -> ends.get(i) instanceof ObjectEnd.Done).count());
  }

  private long there() {
    return all().filter(i -> ends.get(i) instanceof ObjectEnd.There).count();
  }

  /// The first object that is done.
  Optional<Integer> firstDone() {
    return all().filter(i -> ends.get(i) instanceof ObjectEnd.Done).boxed().findFirst();
  }

  /// Whether objects were denied and none was done: the objects' fault, or everything is refused.
  boolean isAllDenied() {
    return done() == 0 && !with(Kind.DENIED).isEmpty();
  }

  /// The first object that was denied.
  Optional<Integer> firstDenied() {
    return with(Kind.DENIED).stream().findFirst();
  }

  /// The denied objects are denied themselves: others are accepted.
  void denyAlone() {
    for (int i : with(Kind.DENIED)) {
      if (ends.get(i) instanceof ObjectEnd.Left left) {
        ends.set(i, new ObjectEnd.Dead(left.failure().toString()));
      }
    }
  }

  /// What becomes of the unit.
  ///
  /// @param rest work on some of the objects
  /// @param bury records a dead object with the reason
  UnitEnd end(
      UnitRequests requests, Function<List<Integer>, Work> rest, BiConsumer<Integer, String> bury) {
    int buried = 0;
    for (int i : all().boxed().toList()) {
      if (ends.get(i) instanceof ObjectEnd.Dead end) {
        bury.accept(i, end.reason());
        buried++;
      }
    }
    if (!with(Kind.NOT_ALLOWED).isEmpty()) {
      return new UnitEnd.NotAllowed();
    }
    List<Integer> unavailable =
        Optional.of(with(Kind.UNAVAILABLE))
            .filter(some -> !some.isEmpty())
            .orElseGet(() -> with(Kind.DENIED));
    if (!unavailable.isEmpty()) {
      return new UnitEnd.Unavailable(failure(unavailable.getFirst()));
    }
    var totals = requests.totals(done() + there(), buried);
    List<Integer> left = all().filter(this::isLeft).boxed().toList();
    if (left.isEmpty()) {
      return new UnitEnd.Done(totals, requests.started());
    }
    return new UnitEnd.Refused(
        totals,
        requests.started(),
        rest.apply(left),
        requests.handBackDelay(),
        requests.allFailed() ? left.stream().map(this::failure).findFirst().orElse("") : "");
  }

  private IntStream all() {
    return IntStream.range(0, ends.length());
  }

  /// An object that was not begun is left too.
  private boolean isLeft(int index) {
    ObjectEnd end = ends.get(index);
    return end == null || end instanceof ObjectEnd.Left;
  }

  private List<Integer> with(Kind kind) {
    return all()
        .filter(i -> ends.get(i) instanceof ObjectEnd.Left left && left.failure().kind() == kind)
        .boxed()
        .toList();
  }

  private String failure(int index) {
    return ends.get(index) instanceof ObjectEnd.Left left ? left.failure().toString() : "";
  }
}
