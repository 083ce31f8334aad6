package dev.hikkoshi.runbook.plan;

import java.util.List;
import java.util.OptionalInt;

/// Tasks of 1 vCPU and 2 GB on Fargate, so many that each is half busy at the most.
///
/// @param producers how many produce
/// @param workers how many write or copy, 1 to 200
record Fleet(int producers, int workers) {
  /// Measured by `bench write` and `bench produce`, and half again for TLS: see
  /// `docs/performance.md`.
  private static final double CPU_SECONDS_EACH = 13e-6;

  /// Of one copy of an object; the S3 client's path is not measured yet, what other copiers take is
  /// around 0.25 ms.
  private static final double CPU_SECONDS_COPY = 400e-6;

  private static final double BUSY = 0.5;
  private static final int MOST = 200;
  private static final double GIGABYTES = 2;

  static Fleet ofItems(double perSecond, OptionalInt workers) {
    int busy = tasks(perSecond * CPU_SECONDS_EACH);
    return new Fleet(busy, workers.orElse(Math.max(2, busy)));
  }

  static Fleet ofObjects(double perSecond, OptionalInt workers) {
    return new Fleet(1, workers.orElse(Math.max(2, tasks(perSecond * CPU_SECONDS_COPY))));
  }

  private static int tasks(double cpus) {
    return Math.clamp((long) Math.ceil(cpus / BUSY), 1, MOST);
  }

  List<Cost> costs(PriceList prices, double seconds) {
    double hours = (producers + workers) * seconds / 3_600;
    return List.of(
        prices.of("Fargate processors", Price.FARGATE_CPU, hours),
        prices.of("Fargate memory", Price.FARGATE_MEMORY, hours * GIGABYTES));
  }
}
