package dev.hikkoshi.bench.chaos;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.local.faults.Faults;
import dev.hikkoshi.runbook.cli.CommandException;
import dev.hikkoshi.runbook.cli.Exit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One migration in processes of its own, from its start to its verified end, attacked by an
/// [Adversary]; who dies is started again, as an orchestrator would. For one thread.
final class ChaosMigration implements AutoCloseable {
  private static final int PRODUCERS = 2;
  private static final int WORKERS = 4;
  private static final Duration LOOK = Duration.ofMillis(100);
  private static final Duration START = Duration.ofMinutes(2);
  private static final Set<String> ENDS = Set.of("different", "dead", "failed", "usage");

  /// Without attacks and faults a migration of this size takes less than half of it.
  private static final double QUIET_SECONDS = 300;

  private final Faults faults;
  private final Tally tally;
  private final ChaosLog log;
  private final List<ProgramProcess> processes = new ArrayList<>();
  private final ProgramProcess run;

  /// Starts all processes; who starts slowly is not attacked before it has begun.
  ///
  /// @param file the migration file
  ChaosMigration(
      Path file,
      Map<String, String> environment,
      Path logs,
      Faults faults,
      Tally tally,
      ChaosLog log)
      throws IOException, InterruptedException {
    this.faults = faults;
    this.tally = tally;
    this.log = log;
    String prefix = file.getFileName().toString().replace(".yaml", "") + "-";
    for (int i = 1; i <= PRODUCERS; i++) {
      processes.add(
          new ProgramProcess(Role.PRODUCE, prefix + "produce-" + i, List.of(), environment, logs));
    }
    for (int i = 1; i <= WORKERS; i++) {
      processes.add(
          new ProgramProcess(Role.WORK, prefix + "work-" + i, List.of(), environment, logs));
    }
    await("the start of the services", this::servicesAreUp);
    faults.begin();
    run =
        new ProgramProcess(
            Role.RUN,
            prefix + "run",
            List.of(file.toString(), "--fleet", "none", "--output", "json"),
            environment,
            logs);
    processes.add(run);
  }

  private boolean servicesAreUp() throws IOException {
    for (ProgramProcess process : processes) {
      if (!process.says("Waits for the ledger") && !process.says(": ready")) {
        return false;
      }
    }
    return true;
  }

  private boolean aSplitIsRead() throws IOException {
    for (ProgramProcess process : processes) {
      if (process.role() == Role.PRODUCE && process.says("Reads split")) {
        return true;
      }
    }
    replaceServices();
    return !run.isRunning();
  }

  private static void await(String what, Condition condition)
      throws IOException, InterruptedException {
    long until = System.nanoTime() + START.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException(what + " takes longer than " + START);
      }
      Thread.sleep(LOOK);
    }
  }

  /// Attacks it until the plan is carried out, then leaves it in peace until it ends.
  ///
  /// @return what its `run` answered
  /// @throws CommandException exit 1 if it ends other than done, or does not end
  ObjectNode toItsEnd(List<Attack> plan) throws IOException, InterruptedException {
    var adversary = new Adversary(plan, processes, tally, log);
    boolean attacked = true;
    double quietSince = 0;
    try {
      await("the first split", this::aSplitIsRead);
      faults.begin();
      long startNanos = System.nanoTime();
      log.say("attacks");
      while (true) {
        double second = (System.nanoTime() - startNanos) / 1e9;
        if (attacked) {
          adversary.act(second);
          if (adversary.isDone() && tally.enough(faults.counts().total())) {
            log.say("leaves it in peace after " + faults.counts().total() + " faults");
            faults.end();
            attacked = false;
            quietSince = second;
          }
        } else if (second - quietSince > QUIET_SECONDS) {
          throw hangs();
        }
        boolean disturbed = attacked || second - quietSince < ChaosFaults.LONGEST_SECONDS;
        if (!run.isRunning() && ended(disturbed)) {
          adversary.stop();
          log.say(run.name() + " is done");
          return json();
        }
        replaceServices();
        Thread.sleep(LOOK);
      }
    } finally {
      faults.end();
    }
  }

  /// Whether the run is over; one that gave up for what was done to it is started again.
  private boolean ended(boolean disturbed) throws IOException {
    if (run.exitCode() == Exit.DONE) {
      return true;
    }
    ObjectNode answer = json();
    String kind = answer.path("error").asText();
    String message = answer.path("message").asText();
    log.say(run.name() + " gave up, exit " + run.exitCode() + ": " + message);
    if (!disturbed || ENDS.contains(kind)) {
      throw CommandException.failed("failed", run.name(), message).with(answer);
    }
    tally.gaveUp++;
    run.restart();
    return false;
  }

  private void replaceServices() throws IOException {
    for (ProgramProcess process : processes) {
      if (process != run && !process.isRunning()) {
        log.say(process.name() + " ended by itself, exit " + process.exitCode());
        tally.serviceExits++;
        process.restart();
      }
    }
  }

  private CommandException hangs() throws IOException, InterruptedException {
    for (ProgramProcess process : processes) {
      process.dumpThreads();
    }
    Thread.sleep(Duration.ofSeconds(2));
    return CommandException.failed(
        "failed", run.name(), "the migration does not end although nothing disturbs it any more");
  }

  private ObjectNode json() throws IOException {
    return new ObjectMapper().readTree(run.answer()) instanceof ObjectNode object
        ? object
        : new ObjectMapper().createObjectNode();
  }

  /// SIGKILL for all of them; returns when they are gone.
  @Override
  public void close() {
    processes.forEach(ProgramProcess::close);
  }

  @FunctionalInterface
  private interface Condition {
    boolean holds() throws IOException;
  }
}
