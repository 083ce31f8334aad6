package dev.hikkoshi.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `gzip -dc` of a file. For one thread.
final class GzipContender implements Contender {
  private static final Path STAT = Path.of("/proc/self/stat");
  private static final int CHILDREN_USER = 13; // behind the name: cutime, then cstime
  private static final long NANOS_PER_TICK = 10_000_000; // USER_HZ is 100 everywhere

  private final Path file;
  private final long items;

  /// @param items what the file holds
  GzipContender(Path file, long items) {
    this.file = file;
    this.items = items;
  }

  @Override
  public String name() {
    return "gzip -dc";
  }

  @Override
  public Round round() throws IOException, InterruptedException {
    long before = childrenCpuNanos();
    long begun = System.nanoTime();
    int exit =
        new ProcessBuilder("gzip", "-dc", file.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start()
            .waitFor();
    long nanos = System.nanoTime() - begun;
    if (exit != 0) {
      throw new IOException("gzip -dc " + file + " ended with " + exit);
    }
    return new Round(items, childrenCpuNanos() - before, nanos, 0);
  }

  /// User and system time of this process's children that have ended.
  private static long childrenCpuNanos() throws IOException {
    String stat = Files.readString(STAT);
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[CHILDREN_USER]) + Long.parseLong(fields[CHILDREN_USER + 1]))
        * NANOS_PER_TICK;
  }
}
