package dev.hikkoshi.bench.chaos;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Kills and freezes the processes of one migration by plan. For one thread, which has to call
/// [#act] often.
final class Adversary {
  private final Deque<Attack> plan;
  private final List<ProgramProcess> processes;
  private final Tally tally;
  private final ChaosLog log;
  private final List<Frozen> frozen = new ArrayList<>();

  Adversary(List<Attack> plan, List<ProgramProcess> processes, Tally tally, ChaosLog log) {
    this.plan = new ArrayDeque<>(plan);
    this.processes = processes;
    this.tally = tally;
    this.log = log;
  }

  /// Does what is due.
  ///
  /// @param second since the first item was read
  void act(double second) throws IOException, InterruptedException {
    for (Frozen each : List.copyOf(frozen)) {
      if (second >= each.untilSecond) {
        resume(each);
        tally.pauses++;
      }
    }
    while (!plan.isEmpty() && plan.getFirst().atSecond() <= second) {
      Attack attack = plan.removeFirst();
      switch (attack) {
        case Attack.Kill kill -> kill(kill);
        case Attack.Pause pause -> pause(pause, second);
      }
    }
  }

  /// Whether it has done everything and nobody is frozen any more.
  boolean isDone() {
    return plan.isEmpty() && frozen.isEmpty();
  }

  /// Gives up; whoever is frozen goes on, and does not count.
  void stop() throws IOException, InterruptedException {
    plan.clear();
    for (Frozen each : List.copyOf(frozen)) {
      resume(each);
    }
  }

  private void kill(Attack.Kill kill) throws IOException, InterruptedException {
    List<ProgramProcess> candidates = running(kill.role());
    if (candidates.isEmpty()) {
      return;
    }
    ProgramProcess victim = candidates.get(kill.pick() % candidates.size());
    log.say("kills " + victim.name());
    victim.kill();
    victim.restart();
    tally.kills++;
  }

  private void pause(Attack.Pause pause, double second) throws IOException, InterruptedException {
    List<ProgramProcess> candidates = running(Role.WORK);
    if (candidates.isEmpty()) {
      return;
    }
    ProgramProcess victim = candidates.get(pause.pick() % candidates.size());
    log.say("freezes " + victim.name() + " for " + Math.round(pause.forSeconds()) + " s");
    victim.pause();
    frozen.add(new Frozen(victim, second + pause.forSeconds()));
  }

  private void resume(Frozen each) throws IOException, InterruptedException {
    log.say("wakes " + each.process.name());
    each.process.resume();
    frozen.remove(each);
  }

  private List<ProgramProcess> running(Role role) {
    return processes.stream()
        .filter(process -> process.role() == role && process.isRunning() && !process.isPaused())
        .toList();
  }

  private record Frozen(ProgramProcess process, double untilSecond) {}
}
