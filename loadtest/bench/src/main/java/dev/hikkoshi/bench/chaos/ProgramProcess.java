package dev.hikkoshi.bench.chaos;

import dev.hikkoshi.runbook.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The program in a process of its own, from the same Java and class path as this one; it can be
/// killed, frozen and started again. For one thread.
final class ProgramProcess implements AutoCloseable {
  private final Role role;
  private final String name;
  private final List<String> arguments;
  private final Map<String, String> environment;
  private final Path logs;
  private int starts;
  private boolean paused;
  private Process process;

  /// Starts it.
  ///
  /// @param name what its logs are called
  /// @param arguments after the role's command
  /// @param environment beside this process's own
  /// @param logs folder of its logs
  ProgramProcess(
      Role role, String name, List<String> arguments, Map<String, String> environment, Path logs)
      throws IOException {
    this.role = role;
    this.name = name;
    this.arguments = List.copyOf(arguments);
    this.environment = Map.copyOf(environment);
    this.logs = logs;
    this.process = launch();
  }

  Role role() {
    return role;
  }

  /// Its name, with the number of its start: `work-2.3`.
  String name() {
    return name + "." + starts;
  }

  boolean isPaused() {
    return paused;
  }

  boolean isRunning() {
    return process.isAlive();
  }

  int exitCode() {
    return process.exitValue();
  }

  /// What it answered on standard output.
  String answer() throws IOException {
    return Files.readString(logs.resolve(name() + ".out"));
  }

  /// Whether its log says so.
  boolean says(String text) throws IOException {
    return Files.readString(logs.resolve(name() + ".err")).contains(text);
  }

  /// SIGKILL; returns when it is gone.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
    paused = false;
  }

  /// Starts it again, with logs of its own.
  void restart() throws IOException {
    process = launch();
  }

  void pause() throws IOException, InterruptedException {
    signal("-STOP");
    paused = true;
  }

  void resume() throws IOException, InterruptedException {
    signal("-CONT");
    paused = false;
  }

  /// Has it write what its threads are doing to its log.
  void dumpThreads() throws IOException, InterruptedException {
    signal("-QUIT");
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", signal, Long.toString(process.pid()))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private Process launch() throws IOException {
    starts++;
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            role.command()));
    line.addAll(arguments);
    var builder = new ProcessBuilder(line);
    builder.environment().putAll(environment);
    builder.redirectOutput(logs.resolve(name() + ".out").toFile());
    builder.redirectError(logs.resolve(name() + ".err").toFile());
    return builder.start();
  }
}
