package dev.hikkoshi.bench.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where the processes write. Removed at the end, unless it is to be kept. For one thread.
final class LogFolder implements AutoCloseable {
  private final Path path;
  private boolean kept;

  /// @param given kept whatever happens; null = a temporary one
  LogFolder(@Nullable Path given) throws IOException {
    kept = given != null;
    path =
        given != null
            ? Files.createDirectories(given.toAbsolutePath())
            : Files.createTempDirectory("hikkoshi-chaos-");
  }

  Path path() {
    return path;
  }

  void keep() {
    kept = true;
  }

  @Override
  public void close() throws IOException {
    if (kept) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(path)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path each : all) {
      Files.delete(each);
    }
  }
}
