package dev.hikkoshi.bench.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A [MeasuredProcess] from the same Java, flags and class path as this one. Its log is this
/// process's. For one thread.
final class MeasuredChild implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Settings of this process's environment that a measured one does not get: it is configured by
  /// defaults, but for these.
  private static final List<String> INHERITED = List.of("HIKKOSHI_THREADS", "HIKKOSHI_LOG_LEVEL");

  private static final List<String> NOT_INHERITED = List.of("AWS_", "HIKKOSHI_");

  /// How long it may take to end by itself, a profile to be written included.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Part part;
  private final Process process;
  private final BufferedWriter commands;
  private final BufferedReader answers;

  /// Starts it.
  ///
  /// @param environment the endpoints it uses
  MeasuredChild(Part part, Map<String, String> environment) throws IOException {
    this.part = part;
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("-X") || flag.startsWith("--"))
        .forEach(line::add);
    line.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            MeasuredProcess.class.getName(),
            part.name()));
    var builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder
        .environment()
        .keySet()
        .removeIf(
            name -> !INHERITED.contains(name) && NOT_INHERITED.stream().anyMatch(name::startsWith));
    builder.environment().putAll(environment);
    process = builder.start();
    commands = process.outputWriter(UTF_8);
    answers = process.inputReader(UTF_8);
  }

  /// What it has used so far.
  Usage usage() throws IOException {
    return JSON.readValue(answer("usage"), Usage.class);
  }

  /// Has it work on that many items.
  ///
  /// @return how many it worked on
  long run(int items) throws IOException {
    return Long.parseLong(answer("run " + items));
  }

  private String answer(String command) throws IOException {
    commands.write(command + "\n");
    commands.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException("the measured process (" + part + ") has ended; see its log above");
    }
    return answer;
  }

  /// Ends it; returns when it is gone.
  @Override
  public void close() {
    try {
      commands.close();
      process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (IOException e) {
      // it has ended already
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
