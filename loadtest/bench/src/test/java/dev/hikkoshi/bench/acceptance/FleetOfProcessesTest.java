package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runbook, producers and workers as processes of their own, some of them killed.
class FleetOfProcessesTest {
  private static final Pattern MOVED = Pattern.compile("moving items: ([0-9,]+) of");

  private final List<Process> processes = new ArrayList<>();
  @TempDir private Path folder;
  private String file = "";

  @BeforeEach
  void exportOfSixThousandItems() {
    String name = "processes-" + System.nanoTime();
    var export = new TestExport(name).items(6_000, 8).write();
    Cloud.get()
        .table(name, "id", software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType.S);
    // Slow enough to be caught in the middle: about twelve seconds of writing.
    file =
        new MigrationFiles(folder)
            .write(
                name,
                "name: "
                    + name
                    + "\nsource:\n  dynamodb-export: "
                    + export.location()
                    + "\ndestination:\n  table: "
                    + name
                    + "\ntarget: 500\nfleet: { local: { producers: 1, workers: 1 } }\n");
  }

  @AfterEach
  void killAll() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void staysExactWhenAWorkerIsKilledAndAnotherStarted() throws Exception {
    Process run = start("run", "run", file, "--fleet", "none", "--output", "json");
    start("produce", "produce");
    Process first = start("work-1", "work");
    start("work-2", "work");
    awaitItems("run", 500);
    first.destroyForcibly();
    Process third = start("work-3", "work");
    assertThat(run.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(run.exitValue()).as(err("run")).isZero();
    assertThat(out("run")).contains("\"exact\":true", "\"written\":6000,");

    third.destroy();
    assertThat(third.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(third.exitValue()).as(err("work-3")).isZero();
  }

  @Test
  void goesOnWhereItWasAfterAnInterruption() throws Exception {
    Process interrupted = start("interrupted", "run", file, "--output", "json");
    awaitItems("interrupted", 500);
    interrupt(interrupted);
    assertThat(interrupted.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(interrupted.exitValue()).as(err("interrupted")).isEqualTo(130);
    assertThat(out("interrupted")).contains("\"error\":\"interrupted\"", "hikkoshi run ");

    Process killed = start("killed", "run", file);
    awaitItems("killed", 1_500);
    killed.destroyForcibly();

    Process last = start("last", "run", file, "--output", "json");
    assertThat(last.waitFor(150, TimeUnit.SECONDS)).isTrue();
    assertThat(last.exitValue()).as(err("last")).isZero();
    assertThat(out("last")).contains("\"exact\":true", "\"written\":6000,");
  }

  /// SIGINT, as Ctrl-C sends it.
  private static void interrupt(Process process) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
  }

  /// Starts the program as its launcher does, on this test's own cloud but with queues and a ledger
  /// of its own.
  private Process start(String name, String... arguments) throws IOException {
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx256m"));
    line.addAll(List.of("-cp", System.getProperty("java.class.path"), "dev.hikkoshi.runbook.Main"));
    line.addAll(List.of(arguments));
    var builder = new ProcessBuilder(line);
    builder.environment().putAll(Cloud.get().environment());
    for (String queue : List.of("SPLITS", "WORK", "RETRY", "DEAD")) {
      builder
          .environment()
          .put(
              "HIKKOSHI_" + queue + "_QUEUE",
              "processes-" + queue.toLowerCase(java.util.Locale.ROOT));
    }
    builder.environment().put("HIKKOSHI_LEDGER_TABLE", "processes-ledger");
    builder.environment().put("HIKKOSHI_THREADS", "4");
    builder.redirectOutput(file(name + ".out"));
    builder.redirectError(file(name + ".err"));
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private File file(String name) {
    return folder.resolve(name).toFile();
  }

  private String out(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".out"));
  }

  private String err(String name) throws IOException {
    return Files.readString(folder.resolve(name + ".err"));
  }

  /// Waits until a run says that so many items are moved.
  private void awaitItems(String name, int items) throws Exception {
    for (long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        System.nanoTime() < until; ) {
      Matcher moved = MOVED.matcher(err(name));
      long last = 0;
      while (moved.find()) {
        last = Long.parseLong(moved.group(1).replace(",", ""));
      }
      if (last >= items) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
    throw new AssertionError("never moved " + items + " items:\n" + err(name));
  }
}
