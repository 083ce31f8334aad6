package dev.hikkoshi.worker.copy;

import dev.hikkoshi.common.unit.ObjectToCopy;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Tells objects that nobody may copy from buckets that nobody may copy between: an object that was
/// copied before is copied once more. One for each migration of a worker. Thread-safe.
final class Witness {
  /// Not so large that copying it is a matter of its own.
  private static final long MAX_SIZE = 64L << 20;

  private final AtomicReference<@Nullable Seen> seen = new AtomicReference<>();

  /// An object was copied. Only one whose source cannot be another one by now is of use.
  void saw(ObjectToCopy object, int phase) {
    if (object.etag() != null
        && object.size() != ObjectToCopy.UNKNOWN_SIZE
        && object.size() <= MAX_SIZE) {
      seen.set(new Seen(object, phase));
    }
  }

  /// Whether copying works at this moment.
  boolean testifies(ObjectCopy copy, int phase) throws InterruptedException {
    Optional<ObjectToCopy> known = copied(phase);
    return known.isPresent() && copy.copy(known.get(), Expected.ANYTHING) instanceof ObjectEnd.Done;
  }

  /// What was copied in this phase, if anything was.
  Optional<ObjectToCopy> copied(int phase) {
    return Optional.ofNullable(seen.get())
        .filter(each -> each.phase == phase)
        .map(each -> each.object);
  }

  private record Seen(ObjectToCopy object, int phase) {}
}
