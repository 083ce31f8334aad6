package dev.hikkoshi.bench.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;

/// What the adversary did and when: for the one who watches, and for the folder of logs. For one
/// thread.
final class ChaosLog implements AutoCloseable {
  private final PrintWriter file;
  private final Consumer<String> watcher;
  private final long startNanos = System.nanoTime();

  ChaosLog(Path folder, Consumer<String> watcher) throws IOException {
    this.file = new PrintWriter(Files.newBufferedWriter(folder.resolve("chaos.log"), UTF_8), true);
    this.watcher = watcher;
  }

  void say(String what) {
    double second = (System.nanoTime() - startNanos) / 1e9;
    String line = String.format(Locale.ROOT, "%6.1f s  %s", second, what);
    file.println(line);
    watcher.accept(line);
  }

  @Override
  public void close() {
    file.close();
  }
}
