package dev.hikkoshi.runbook.verify;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// Items of one side on disk, in parts by key, so that a part of each side fits into memory
/// together. Adding is thread-safe.
final class Spill implements AutoCloseable {
  private static final long ITEMS_PER_PART = 50_000;
  private static final int MAX_PARTS = 512;

  private final Path folder;
  private final DataOutputStream[] parts;

  /// A spill in a new temporary folder.
  ///
  /// @param count number of parts
  Spill(int count) throws IOException {
    this.folder = Files.createTempDirectory("hikkoshi-verify-");
    this.parts = new DataOutputStream[count];
    for (int i = 0; i < count; i++) {
      parts[i] = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part(i))));
    }
  }

  /// Into how many parts so many items should go.
  static int parts(long items) {
    return Math.clamp(items / ITEMS_PER_PART + 1, 1, MAX_PARTS);
  }

  private Path part(int number) {
    return folder.resolve(Integer.toString(number));
  }

  void add(long keyHash, Entry entry) throws IOException {
    DataOutputStream out = parts[(int) Long.remainderUnsigned(keyHash, parts.length)];
    byte[] json = entry.keyJson().getBytes(StandardCharsets.UTF_8);
    synchronized (out) {
      out.writeInt(entry.load());
      out.writeBoolean(entry.delete());
      out.writeInt(entry.key().length);
      out.write(entry.key());
      out.writeLong(entry.keyHash());
      out.writeLong(entry.hashHigh());
      out.writeLong(entry.hashLow());
      out.writeInt(entry.source().split());
      out.writeInt(entry.source().line());
      out.writeInt(json.length);
      out.write(json);
    }
  }

  /// No more is added; from now on it can be read.
  void seal() throws IOException {
    for (DataOutputStream part : parts) {
      part.flush();
    }
  }

  /// Deletes it.
  @Override
  public void close() throws IOException {
    for (DataOutputStream part : parts) {
      part.close();
    }
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /// Reads one part back, in the order of adding as far as one thread added.
  void read(int number, Entries entries) throws IOException {
    try (var in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(part(number))))) {
      for (long left = Files.size(part(number)); left > 0; ) {
        int load = in.readInt();
        boolean delete = in.readBoolean();
        byte[] key = in.readNBytes(in.readInt());
        long keyHash = in.readLong();
        long high = in.readLong();
        long low = in.readLong();
        var source = new SourceLine(in.readInt(), in.readInt());
        byte[] json = in.readNBytes(in.readInt());
        left -= 4 + 1 + 4 + key.length + 24 + 8 + 4 + json.length;
        entries.entry(
            new Entry(
                load,
                delete,
                key,
                keyHash,
                high,
                low,
                source,
                new String(json, StandardCharsets.UTF_8)));
      }
    }
  }

  /// Takes what is read back.
  @FunctionalInterface
  interface Entries {
    void entry(Entry entry) throws IOException;
  }

  /// One item, or one key deleted.
  ///
  /// @param load the load it came in; 0 for the destination's
  /// @param key its canonical key
  /// @param source its line; none for the destination's
  /// @param keyJson its key for people; may be empty
  record Entry(
      int load,
      boolean delete,
      byte[] key,
      long keyHash,
      long hashHigh,
      long hashLow,
      SourceLine source,
      String keyJson) {
    boolean sameItem(Entry other) {
      return hashHigh == other.hashHigh && hashLow == other.hashLow;
    }
  }
}
