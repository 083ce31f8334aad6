package dev.hikkoshi.bench.chaos;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;

/// What the adversary does to a process, and when.
sealed interface Attack {
  /// Seconds after the first item was read.
  double atSecond();

  /// SIGKILL; another process takes its place at once.
  ///
  /// @param pick chooses among the processes of the role that are running
  record Kill(double atSecond, Role role, int pick) implements Attack {}

  /// SIGSTOP, and SIGCONT after a while.
  ///
  /// @param pick chooses among the workers that are running
  record Pause(double atSecond, int pick, double forSeconds) implements Attack {}

  /// Longer than SQS hides a message and longer than a signature is valid, so that another worker
  /// writes what the frozen one holds before it wakes.
  double SHORTEST_PAUSE = 32;

  /// The attacks on one migration, in order of time: at least five kills, of every role, and two
  /// pauses.
  static List<Attack> plan(RandomGenerator random) {
    List<Attack> attacks = new ArrayList<>();
    // A producer while it reads, which is over soon, and another when that split has come back.
    attacks.add(new Kill(random.nextDouble(0, 1.5), Role.PRODUCE, random.nextInt(1_000)));
    attacks.add(new Kill(random.nextDouble(25, 42), Role.PRODUCE, random.nextInt(1_000)));
    attacks.add(new Kill(random.nextDouble(2, 45), Role.RUN, 0));
    for (int i = random.nextInt(2, 5); i > 0; i--) {
      attacks.add(new Kill(random.nextDouble(3, 45), Role.WORK, random.nextInt(1_000)));
    }
    attacks.add(pause(random, 3, 6));
    attacks.add(pause(random, 7, 13));
    attacks.sort(Comparator.comparingDouble(Attack::atSecond));
    return attacks;
  }

  private static Pause pause(RandomGenerator random, double earliest, double latest) {
    return new Pause(
        random.nextDouble(earliest, latest),
        random.nextInt(1_000),
        random.nextDouble(SHORTEST_PAUSE, SHORTEST_PAUSE + 5));
  }
}
