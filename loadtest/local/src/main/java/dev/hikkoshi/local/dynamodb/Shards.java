package dev.hikkoshi.local.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hikkoshi.common.ledger.ExportFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// Spreads items over data files by ranges of their partition key's hash, as AWS has one file for
/// each partition. From four files on, the last stays empty: real exports have such partitions. Not
/// thread-safe.
final class Shards implements AutoCloseable {
  private static final int WITH_AN_EMPTY_ONE = 4;
  private static final int ITEMS_PER_SHARD = 2_000;

  private final MessageDigest md5 = Md5.newDigest();
  private final List<Shard> shards = new ArrayList<>();
  private final int filled;

  /// @param count at least 1
  Shards(Path folder, int count, ExportFormat format) throws IOException {
    filled = count >= WITH_AN_EMPTY_ONE ? count - 1 : count;
    for (int i = 0; i < count; i++) {
      shards.add(new Shard(folder.resolve(i + ".gz"), format));
    }
  }

  /// Four for a small table, as new ones have, one more for every 2,000 items.
  static int count(long items, int most) {
    return (int) Math.min(most, WITH_AN_EMPTY_ONE + items / ITEMS_PER_SHARD);
  }

  /// @param partition the partition key's value as text
  /// @param line with its line feed
  void add(String partition, byte[] line) throws IOException {
    shards.get(index(partition)).add(line);
  }

  List<ShardFile> finish() throws IOException {
    List<ShardFile> files = new ArrayList<>();
    for (Shard shard : shards) {
      files.add(shard.finish());
    }
    return files;
  }

  @Override
  public void close() throws IOException {
    for (Shard shard : shards) {
      shard.close();
    }
  }

  private int index(String partition) {
    int hash = ByteBuffer.wrap(md5.digest(partition.getBytes(UTF_8))).getInt();
    return (int) ((Integer.toUnsignedLong(hash) * filled) >>> Integer.SIZE);
  }
}
