package dev.hikkoshi.runbook.verify;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/// One side's items of the buckets in question, on disk, in parts by key, so that a part of each
/// side fits into memory together. Adding is thread-safe.
final class Spill implements AutoCloseable {
  private final Path folder;
  private final DataOutputStream[] parts;

  /// @param folder a new folder for this side
  /// @param count number of parts
  Spill(Path folder, int count) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.parts = new DataOutputStream[count];
    for (int i = 0; i < count; i++) {
      parts[i] = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part(i))));
    }
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
      out.writeLong(entry.hashHigh());
      out.writeLong(entry.hashLow());
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

  @Override
  public void close() throws IOException {
    for (DataOutputStream part : parts) {
      part.close();
    }
  }

  /// Reads one part back.
  void read(int number, Consumer<Entry> entries) throws IOException {
    try (var in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(part(number))))) {
      for (long left = Files.size(part(number)); left > 0; ) {
        int load = in.readInt();
        boolean delete = in.readBoolean();
        byte[] key = in.readNBytes(in.readInt());
        long high = in.readLong();
        long low = in.readLong();
        byte[] json = in.readNBytes(in.readInt());
        left -= 4 + 1 + 4 + key.length + 16 + 4 + json.length;
        entries.accept(
            new Entry(load, delete, key, high, low, new String(json, StandardCharsets.UTF_8)));
      }
    }
  }

  /// One item, or one key deleted.
  ///
  /// @param load the load it came in; 0 for the destination's
  /// @param key its canonical key
  /// @param keyJson its key for people
  record Entry(int load, boolean delete, byte[] key, long hashHigh, long hashLow, String keyJson) {
    boolean sameItem(Entry other) {
      return hashHigh == other.hashHigh && hashLow == other.hashLow;
    }
  }
}
