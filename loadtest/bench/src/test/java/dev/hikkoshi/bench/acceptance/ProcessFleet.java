package dev.hikkoshi.bench.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The program's commands as processes of their own, as its launcher starts them: on the tests' own
/// cloud, with queues and a ledger that no other test uses.
final class ProcessFleet implements AutoCloseable {
  private static final Pattern MOVED =
      Pattern.compile("  moving [a-z0-9 ]+: ([0-9,]+) of|\"moving [a-z0-9 ]+\",\"done\":([0-9]+)");

  /// Bit 1 of the mask: signal 2.
  private static final long SIGINT = 1 << 1;

  private final List<Process> processes = new ArrayList<>();
  private final Path folder;
  private final String name;

  /// @param name of queues and ledger
  ProcessFleet(Path folder, String name) {
    this.folder = folder;
    this.name = name;
  }

  /// Starts one command; its output goes to files of that name.
  Process start(String as, String... arguments) throws IOException {
    return start(as, Map.of(), arguments);
  }

  /// Starts one command with other settings.
  Process start(String as, Map<String, String> settings, String... arguments) throws IOException {
    var line = new ArrayList<>(program());
    line.addAll(List.of(arguments));
    return start(as, settings, line);
  }

  /// Starts one command on a pseudo-terminal, whose output goes to the file of that name.
  ///
  /// @param columns of the terminal
  /// @param redirect for a shell, such as `2>file`; may be empty
  Process startOnTerminal(String as, int columns, String redirect, String... arguments)
      throws IOException {
    String command =
        Stream.concat(program().stream(), Stream.of(arguments))
            .map(argument -> "'" + argument + "'")
            .collect(Collectors.joining(" "));
    return start(
        as,
        Map.of("TERM", "xterm"),
        List.of(
            "script",
            "-qefc",
            "stty cols " + columns + "; exec " + command + " " + redirect,
            folder.resolve(as + ".typescript").toString()));
  }

  /// The program of this build, as a command line without its arguments.
  static List<String> program() {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx256m",
        "-cp",
        System.getProperty("java.class.path"),
        "dev.hikkoshi.runbook.Main");
  }

  private Process start(String as, Map<String, String> settings, List<String> line)
      throws IOException {
    var builder = new ProcessBuilder(line);
    var environment = new HashMap<>(Cloud.get().environment());
    for (String queue : List.of("splits", "work", "retry", "dead")) {
      environment.put(
          "HIKKOSHI_" + queue.toUpperCase(java.util.Locale.ROOT) + "_QUEUE", name + "-" + queue);
    }
    environment.put("HIKKOSHI_LEDGER_TABLE", name + "-ledger");
    environment.put("HIKKOSHI_THREADS", "4");
    environment.putAll(settings);
    builder.environment().putAll(environment);
    builder.redirectOutput(folder.resolve(as + ".out").toFile());
    builder.redirectError(folder.resolve(as + ".err").toFile());
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  /// Asks a process to stop as Ctrl-C does, or, where whoever started these tests has all their
  /// processes ignore that (a shell does so in the background), as a supervisor does.
  static void interrupt(Process process) throws IOException, InterruptedException {
    Path status = Path.of("/proc/self/status");
    boolean ignored =
        Files.exists(status)
            && Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line ->
                    (Long.parseUnsignedLong(line.substring("SigIgn:".length()).strip(), 16)
                            & SIGINT)
                        != 0);
    signal(process, ignored ? "TERM" : "INT");
  }

  /// Sends a signal, such as `STOP`.
  static void signal(Process process, String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  String out(String as) throws IOException {
    return Files.readString(folder.resolve(as + ".out"));
  }

  String err(String as) throws IOException {
    return Files.readString(folder.resolve(as + ".err"));
  }

  /// Waits until a run says that so many items are moved.
  void awaitItems(String as, int items) throws IOException, InterruptedException {
    await(as, "that " + items + " items are moved", said -> moved(said) >= items);
  }

  /// Waits until a process says something.
  void awaitLine(String as, String line) throws IOException, InterruptedException {
    await(as, line, said -> said.contains(line));
  }

  /// Waits until something is on a process's terminal.
  void awaitOnTerminal(String as, String text) throws IOException, InterruptedException {
    await(folder.resolve(as + ".out"), text, said -> said.contains(text));
  }

  private void await(String as, String what, Predicate<String> said)
      throws IOException, InterruptedException {
    await(folder.resolve(as + ".err"), what, said);
  }

  private static void await(Path file, String what, Predicate<String> said)
      throws IOException, InterruptedException {
    for (long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
        System.nanoTime() < until; ) {
      if (said.test(Files.readString(file))) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new AssertionError(
        file.getFileName() + " never said " + what + ":\n" + Files.readString(file));
  }

  private static long moved(String said) {
    Matcher moved = MOVED.matcher(said);
    long last = 0;
    while (moved.find()) {
      String number = moved.group(1) == null ? moved.group(2) : moved.group(1);
      last = Long.parseLong(number.replace(",", ""));
    }
    return last;
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
  }
}
