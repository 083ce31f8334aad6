package dev.hikkoshi.bench.virtual;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// What goes wrong in one world, and until when. Every seed draws some of the faults and leaves out
/// the others: all of them always would hide what a few can do.
///
/// @param kill chance that a process is killed at one request of its work
/// @param pause chance that it is frozen there
/// @param unsent chance that a request never arrives
/// @param lost chance that a request takes effect and its reply is lost
/// @param late chance that a request takes effect long after its sender has given up
/// @param throttled chance that the destination refuses a request, or part of it, for capacity
/// @param failed chance that the destination answers with a server error, having done a part
/// @param duplicated chance that a queue delivers a message twice
/// @param outageFrom when the destination begins to refuse everything, in nanoseconds
/// @param outageTo when it ends
/// @param outage how it refuses
/// @param skew how far clocks are apart at most
/// @param calm when all faults end, in nanoseconds
record Faults(
    double kill,
    double pause,
    double unsent,
    double lost,
    double late,
    double throttled,
    double failed,
    double duplicated,
    long outageFrom,
    long outageTo,
    Outage outage,
    Duration skew,
    long calm) {
  enum Outage {
    ACCESS_DENIED,
    TABLE_GONE,
    SERVER_ERROR,
    UNREACHABLE
  }

  static Faults draw(RandomGenerator random) {
    long calm = Duration.ofSeconds(random.nextInt(20, 200)).toNanos();
    boolean outage = random.nextInt(4) == 0;
    long from = random.nextLong(calm);
    double density = random.nextDouble();
    return new Faults(
        some(random, density, 0.02),
        some(random, density, 0.02),
        some(random, density, 0.1),
        some(random, density, 0.15),
        some(random, density, 0.2),
        some(random, density, 0.5),
        some(random, density, 0.2),
        some(random, density, 0.3),
        outage ? from : Long.MAX_VALUE,
        outage ? from + random.nextLong(calm) : Long.MAX_VALUE,
        Outage.values()[random.nextInt(Outage.values().length)],
        Duration.ofSeconds(random.nextInt(8) == 0 ? random.nextInt(600) : 0),
        calm);
  }

  private static double some(RandomGenerator random, double density, double most) {
    double chance = most * random.nextDouble();
    return random.nextDouble() < density ? chance : 0;
  }
}
