package dev.hikkoshi.producer.inventory;

import dev.hikkoshi.common.objects.InventoryObject;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What changed between two inventories. Their rows are in no order that could be relied on, so
/// both are put on disk in parts by key, and one part of each is compared in memory at a time:
/// about 120 bytes of disk for an object of either. For one thread.
///
/// An object has changed if its size, its ETag or the time of its writing has: the same bytes may
/// have come with other metadata.
public final class InventoryDelta implements AutoCloseable {
  /// About 70,000 rows of a gzipped CSV.
  private static final long BYTES_PER_PART = 2L << 20;

  private static final int MAX_PARTS = 512;

  private final Path folder;
  private final DataOutputStream[] before;
  private final DataOutputStream[] now;

  /// @param folder a new folder, for the parts; they are deleted in the end
  /// @param parts how many; see [#parts]
  /// @throws IOException if they cannot be written there
  public InventoryDelta(Path folder, int parts) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.before = new DataOutputStream[parts];
    this.now = new DataOutputStream[parts];
    for (int i = 0; i < parts; i++) {
      before[i] = open(before(i));
      now[i] = open(now(i));
    }
  }

  /// How many parts keep one of them small.
  ///
  /// @param bytes of the data files of the earlier inventory
  public static int parts(long bytes) {
    return Math.clamp(bytes / BYTES_PER_PART, 1, MAX_PARTS);
  }

  private Path before(int part) {
    return folder.resolve("before-" + part);
  }

  private Path now(int part) {
    return folder.resolve("now-" + part);
  }

  private static DataOutputStream open(Path file) throws IOException {
    return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
  }

  /// Adds an object of the earlier inventory, if it is current there.
  public void before(InventoryObject object) throws IOException {
    add(before, object);
  }

  /// Adds an object of the later inventory, if it is current there.
  public void now(InventoryObject object) throws IOException {
    add(now, object);
  }

  private static void add(DataOutputStream[] parts, InventoryObject object) throws IOException {
    if (object.isCurrent()) {
      ObjectCoding.write(parts[Math.floorMod(object.key().hashCode(), parts.length)], object);
    }
  }

  /// Compares all that was added. May be asked again, such as first for the totals alone. A key
  /// that is twice in the later inventory is told twice.
  public Totals compare(Changes changes) throws IOException, InterruptedException {
    var totals = new Totals(0, 0, 0, 0);
    for (int part = 0; part < now.length; part++) {
      before[part].flush();
      now[part].flush();
      totals = totals.plus(compare(part, changes));
    }
    return totals;
  }

  private Totals compare(int part, Changes changes) throws IOException, InterruptedException {
    Map<String, Mark> earlier = earlier(part);
    Set<String> gone = new HashSet<>(earlier.keySet());
    long added = 0;
    long changed = 0;
    long same = 0;
    try (var in = input(now(part))) {
      for (var object = ObjectCoding.read(in); object != null; object = ObjectCoding.read(in)) {
        gone.remove(object.key());
        Mark mark = earlier.get(object.key());
        if (mark == null) {
          added++;
          changes.added(object);
        } else if (!mark.equals(Mark.of(object))) {
          changed++;
          changes.changed(object);
        } else {
          same++;
        }
      }
    }
    for (String key : gone) {
      changes.removed(key);
    }
    return new Totals(added, changed, gone.size(), same);
  }

  private Map<String, Mark> earlier(int part) throws IOException {
    var earlier = new HashMap<String, Mark>();
    try (var in = input(before(part))) {
      for (var object = ObjectCoding.read(in); object != null; object = ObjectCoding.read(in)) {
        earlier.put(object.key(), Mark.of(object));
      }
    }
    return earlier;
  }

  private static DataInputStream input(Path file) throws IOException {
    return new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
  }

  @Override
  public void close() throws IOException {
    for (int part = 0; part < now.length; part++) {
      before[part].close();
      now[part].close();
      Files.deleteIfExists(before(part));
      Files.deleteIfExists(now(part));
    }
    Files.deleteIfExists(folder);
  }

  /// Takes the changes, in no order.
  public interface Changes {
    /// An object that is new.
    void added(InventoryObject object) throws InterruptedException;

    /// An object that is not what it was.
    void changed(InventoryObject object) throws InterruptedException;

    /// A key that is there no more.
    void removed(String key) throws InterruptedException;
  }

  /// How many objects of each kind.
  public record Totals(long added, long changed, long removed, long same) {
    private Totals plus(Totals other) {
      return new Totals(
          added + other.added, changed + other.changed, removed + other.removed, same + other.same);
    }
  }

  private record Mark(long size, @Nullable String etag, @Nullable Instant lastModified) {
    static Mark of(InventoryObject object) {
      return new Mark(object.size(), object.etag(), object.lastModified());
    }
  }
}
