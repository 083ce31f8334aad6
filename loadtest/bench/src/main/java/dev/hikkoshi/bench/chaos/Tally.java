package dev.hikkoshi.bench.chaos;

/// What happened to the processes. For one thread.
final class Tally {
  static final int LEAST_KILLS = 5;
  static final int LEAST_PAUSES = 2;
  static final int LEAST_FAULTS = 100;

  int kills;
  int pauses;
  int gaveUp;
  int serviceExits;

  boolean enough(long faults) {
    return kills >= LEAST_KILLS && pauses >= LEAST_PAUSES && faults >= LEAST_FAULTS;
  }
}
