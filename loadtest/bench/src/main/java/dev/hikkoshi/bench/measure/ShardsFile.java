package dev.hikkoshi.bench.measure;

import dev.hikkoshi.common.ledger.ShardFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// All shards as one file on disk, as long as they are compared with `gzip -dc`.
final class ShardsFile implements AutoCloseable {
  private final Path path;
  private final long items;

  ShardsFile(BenchShards shards) throws IOException {
    path = shards.write(Files.createTempFile("hikkoshi-bench-", ".json.gz"));
    path.toFile().deleteOnExit();
    items = shards.files().stream().mapToLong(ShardFile::items).sum();
  }

  Contender gzip() {
    return CommandContender.gzip(path, items);
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
