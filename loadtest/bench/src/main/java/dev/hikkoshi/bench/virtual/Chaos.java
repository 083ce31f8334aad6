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

  Fate fate() {
    if (roll(faults.unsent())) {
      return Fate.UNSENT;
    }
    if (roll(faults.lost())) {
      return Fate.LOST;
    }
    return roll(faults.late()) ? Fate.LATE : Fate.ANSWERED;
  }

  boolean outage() {
    return world.now() >= faults.outageFrom() && world.now() < faults.outageTo();
  }

  boolean kills(double weight) {
    boolean hit = roll(faults.kill() * weight);
    kills += hit ? 1 : 0;
    return hit;
  }

  boolean freezes(double weight) {
    boolean hit = roll(faults.pause() * weight);
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
