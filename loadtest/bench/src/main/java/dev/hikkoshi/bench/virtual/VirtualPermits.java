package dev.hikkoshi.bench.virtual;

import dev.hikkoshi.worker.pace.Permits;
import java.util.function.LongSupplier;

/// Permits by a clock of any kind: each take moves the moment from which the next is free. For one
/// thread at a time.
final class VirtualPermits implements Permits {
  private final LongSupplier nanoClock;
  private long freeFrom;

  VirtualPermits(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.freeFrom = nanoClock.getAsLong();
  }

  @Override
  public boolean take(double units, double unitsPerSecond) {
    long now = nanoClock.getAsLong();
    if (freeFrom > now) {
      return false;
    }
    freeFrom = now + (long) (units / unitsPerSecond * 1e9);
    return true;
  }
}
