package dev.hikkoshi.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/// Another program, started anew for each round. For one thread.
final class CommandContender implements Contender {
  private static final Path STAT = Path.of("/proc/self/stat");
  private static final int CHILDREN_USER = 13; // behind the name: cutime, then cstime
  private static final long NANOS_PER_TICK = 10_000_000; // USER_HZ is 100 everywhere

  private final String name;
  private final List<String> line;
  private final Map<String, String> environment;
  private final long items;
  private final LongSupplier done;

  /// @param line the program and its arguments
  /// @param environment beside this process's, of which it gets nothing that is about AWS
  /// @param items what each round works on
  /// @param done counts what was worked on
  CommandContender(
      String name,
      List<String> line,
      Map<String, String> environment,
      long items,
      LongSupplier done) {
    this.name = name;
    this.line = List.copyOf(line);
    this.environment = Map.copyOf(environment);
    this.items = items;
    this.done = done;
  }

  /// `gzip -dc` of a file.
  ///
  /// @param items what the file holds
  static CommandContender gzip(Path file, long items) {
    var rounds = new AtomicLong(); // asked before and after each round
    return new CommandContender(
        "gzip -dc",
        List.of("gzip", "-dc", file.toString()),
        Map.of(),
        items,
        () -> rounds.getAndIncrement() * items);
  }

  /// Whether there is such a program.
  static boolean isOnPath(String program) {
    return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  /// It has nothing to compile.
  @Override
  public boolean warmsUp() {
    return false;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Round round() throws IOException, InterruptedException {
    long before = childrenCpuNanos();
    long doneBefore = done.getAsLong();
    var builder =
        new ProcessBuilder(line)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().keySet().removeIf(variable -> variable.startsWith("AWS_"));
    builder.environment().putAll(environment);
    long begun = System.nanoTime();
    int exit = builder.start().waitFor();
    long nanos = System.nanoTime() - begun;
    if (exit != 0) {
      throw new IOException(String.join(" ", line) + " ended with " + exit);
    }
    if (done.getAsLong() - doneBefore != items) {
      throw new IOException(
          name + " worked on " + (done.getAsLong() - doneBefore) + " items instead of " + items);
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
