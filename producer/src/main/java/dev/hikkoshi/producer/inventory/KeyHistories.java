package dev.hikkoshi.producer.inventory;

import dev.hikkoshi.common.objects.InventoryObject;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Brings together the versions of each key, which come in no order that could be relied on: all
/// are put on disk in parts by key, about 150 bytes each, and one part is in memory at a time. A
/// part that is too large for that is cut into smaller ones. Of one bucket, or of two that are to
/// be compared. For one thread.
public final class KeyHistories implements AutoCloseable {
  /// About 100,000 versions.
  static final long MAX_PART_BYTES = 16L << 20;

  private static final int PARTS = 128;

  /// What is still too large then is one key.
  private static final int MAX_DEPTH = 3;

  private final Path folder;
  private final Parts parts;
  private final long maxPartBytes;

  /// @param folder a new folder; it is deleted in the end
  /// @throws IOException if nothing can be written there
  public KeyHistories(Path folder) throws IOException {
    this(folder, MAX_PART_BYTES);
  }

  KeyHistories(Path folder, long maxPartBytes) throws IOException {
    this.folder = folder;
    this.maxPartBytes = maxPartBytes;
    this.parts = new Parts(Files.createDirectories(folder), 0);
  }

  /// Which bucket.
  public enum Side {
    SOURCE,
    DESTINATION
  }

  /// Takes one key after the other.
  @FunctionalInterface
  public interface Sink {
    /// @param source its versions there, in the order they were added
    /// @param destination the same; one of the two may be empty
    void history(String key, List<InventoryObject> source, List<InventoryObject> destination)
        throws InterruptedException;
  }

  /// Adds a version.
  public void add(Side side, InventoryObject version) throws IOException {
    parts.add(side, version);
  }

  /// Hands on all keys; the same versions added in the same order give the same order of keys.
  public void read(Sink sink) throws IOException, InterruptedException {
    read(parts, sink);
  }

  private void read(Parts all, Sink sink) throws IOException, InterruptedException {
    all.close();
    for (int part = 0; part < PARTS; part++) {
      Path file = all.file(part);
      if (Files.size(file) > maxPartBytes && all.depth < MAX_DEPTH) {
        Path smaller = folder.resolve(all.depth + 1 + "-" + part);
        try (var cut = new Parts(Files.createDirectories(smaller), all.depth + 1)) {
          each(file, cut::add);
          read(cut, sink);
          cut.delete();
        }
        Files.delete(smaller);
      } else {
        hand(file, sink);
      }
    }
  }

  private static void hand(Path file, Sink sink) throws IOException, InterruptedException {
    Map<String, History> histories = new LinkedHashMap<>();
    each(
        file,
        (side, version) ->
            histories.computeIfAbsent(version.key(), _ -> new History()).of(side).add(version));
    for (Map.Entry<String, History> each : histories.entrySet()) {
      sink.history(each.getKey(), each.getValue().source, each.getValue().destination);
    }
  }

  private static void each(Path file, Versions versions) throws IOException {
    try (var in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (int side = in.read(); side >= 0; side = in.read()) {
        InventoryObject version = ObjectCoding.read(in);
        if (version == null) {
          throw new IOException(file + " is cut");
        }
        versions.add(side == 0 ? Side.SOURCE : Side.DESTINATION, version);
      }
    }
  }

  @Override
  public void close() throws IOException {
    parts.close();
    parts.delete();
    Files.deleteIfExists(folder);
  }

  @FunctionalInterface
  private interface Versions {
    void add(Side side, InventoryObject version) throws IOException;
  }

  private static final class History {
    private final List<InventoryObject> source = new ArrayList<>();
    private final List<InventoryObject> destination = new ArrayList<>();

    List<InventoryObject> of(Side side) {
      return side == Side.SOURCE ? source : destination;
    }
  }

  /// Files of one level.
  private static final class Parts implements AutoCloseable {
    private final Path folder;
    private final int depth;
    private final DataOutputStream[] out = new DataOutputStream[PARTS];

    Parts(Path folder, int depth) throws IOException {
      this.folder = folder;
      this.depth = depth;
      for (int i = 0; i < PARTS; i++) {
        out[i] = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file(i))));
      }
    }

    Path file(int part) {
      return folder.resolve("part-" + part);
    }

    void add(Side side, InventoryObject version) throws IOException {
      DataOutputStream part = out[part(version.key())];
      part.writeByte(side == Side.SOURCE ? 0 : 1);
      ObjectCoding.write(part, version);
    }

    /// Another one of a level than of the level above: MurmurHash3's finalizer.
    private int part(String key) {
      int hash = key.hashCode() + depth * 0x9E3779B9;
      hash = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
      hash = (hash ^ (hash >>> 13)) * 0xC2B2AE35;
      return Math.floorMod(hash ^ (hash >>> 16), PARTS);
    }

    void delete() throws IOException {
      for (int i = 0; i < PARTS; i++) {
        Files.deleteIfExists(file(i));
      }
    }

    @Override
    public void close() throws IOException {
      for (DataOutputStream part : out) {
        part.close();
      }
    }
  }
}
