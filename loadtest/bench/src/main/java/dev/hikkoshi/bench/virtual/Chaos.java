package dev.hikkoshi.bench.virtual;

/// Rolls the dice of one world's [Faults], and counts.
final class Chaos {
  private final World world;
  private final Faults faults;
  private int kills;
  private int pauses;
  private int mishaps;

  Chaos(World world, Faults faults) {
    this.world = world;
    this.faults = faults;
  }

  /// Kinds of requests. The more one does, the more often something goes wrong with it: a history
  /// in which nobody gets to do anything tells nothing.
  enum Kind {
    LOOK(0.05, 0.05),
    CHANGE(0.5, 0.3),
    WRITE(1, 1);

    private final double mishap;
    private final double network;

    Kind(double mishap, double network) {
      this.mishap = mishap;
      this.network = network;
    }
  }

  /// What becomes of a request.
  enum Fate {
    ANSWERED,
    UNSENT,
    LOST,
    LATE
  }

  Faults faults() {
    return faults;
  }

  /// Whether all faults have ended.
  boolean calm() {
    return world.now() >= faults.calm();
  }

  boolean roll(double probability) {
    boolean hit = !calm() && world.chance(probability);
    mishaps += hit ? 1 : 0;
    return hit;
  }

  Fate fate(Kind kind) {
    if (roll(faults.unsent() * kind.network)) {
      return Fate.UNSENT;
    }
    if (roll(faults.lost() * kind.network)) {
      return Fate.LOST;
    }
    return roll(faults.late() * kind.network) ? Fate.LATE : Fate.ANSWERED;
  }

  boolean outage() {
    return world.now() >= faults.outageFrom() && world.now() < faults.outageTo();
  }

  boolean kills(Kind kind) {
    boolean hit = roll(faults.kill() * kind.mishap);
    kills += hit ? 1 : 0;
    return hit;
  }

  boolean freezes(Kind kind) {
    boolean hit = roll(faults.pause() * kind.mishap);
    pauses += hit ? 1 : 0;
    return hit;
  }

  int killed() {
    return kills;
  }

  int frozen() {
    return pauses;
  }

  int mishaps() {
    return mishaps;
  }
}
