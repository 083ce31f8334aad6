package dev.hikkoshi.common.ledger;

import java.time.Instant;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/// What one worker did for one migration in about half a minute, step by step. Times are AWS's as
/// far as the worker knows them: good enough for a picture, and for nothing else.
///
/// A row of [#MOST_STEPS] steps stays below 1 KB, one write unit. So 50 workers write 50 × 120 an
/// hour: 30,000 rows and write units in five hours ($0.02), a thirtieth of what their heartbeats
/// take; 25 MB.
///
/// @param worker who
/// @param from when its first step began
/// @param reading whether it read to verify; else it wrote
/// @param steps one after the other, without a pause
public record RateSample(String worker, Instant from, boolean reading, List<Step> steps) {
  /// How many steps a row has at most.
  public static final int MOST_STEPS = 15;

  public RateSample {
    steps = List.copyOf(steps);
  }

  /// What was done in a few seconds.
  ///
  /// @param seconds how long it took
  /// @param target of the whole fleet, units per second
  /// @param pace of this worker at its end, units per second
  /// @param units write units, requests to a bucket, or read units that went through
  /// @param refused units refused for capacity
  /// @param requests requests sent
  /// @param throttled of those, refused in whole or in part for capacity
  /// @param failed of those, failed otherwise or not answered
  /// @param items items written, copied or read, of units that ended
  /// @param retried items sent again, of units that ended
  public record Step(
      double seconds,
      double target,
      double pace,
      double units,
      double refused,
      long requests,
      long throttled,
      long failed,
      long items,
      long retried) {}

  Row row(String partition) {
    return new Row(partition, SampleRows.sort(from, worker))
        .text("worker", worker)
        .number("from", from.toEpochMilli())
        .number("reading", reading ? 1 : 0)
        .numbers("s", column(Step::seconds))
        .numbers("target", column(Step::target))
        .numbers("pace", column(Step::pace))
        .numbers("units", column(Step::units))
        .numbers("refused", column(Step::refused))
        .numbers("requests", column(Step::requests))
        .numbers("throttled", column(Step::throttled))
        .numbers("failed", column(Step::failed))
        .numbers("items", column(Step::items))
        .numbers("retried", column(Step::retried));
  }

  static RateSample of(Row row) {
    double[] seconds = row.numbers("s");
    double[] target = row.numbers("target");
    double[] pace = row.numbers("pace");
    double[] units = row.numbers("units");
    double[] refused = row.numbers("refused");
    double[] requests = row.numbers("requests");
    double[] throttled = row.numbers("throttled");
    double[] failed = row.numbers("failed");
    double[] items = row.numbers("items");
    double[] retried = row.numbers("retried");
    List<Step> steps =
        IntStream.range(0, seconds.length)
            .mapToObj(i ->
                new Step(
                    seconds[i],
                    target[i],
                    pace[i],
                    units[i],
                    refused[i],
                    (long) requests[i],
                    (long) throttled[i],
                    (long) failed[i],
                    (long) items[i],
                    (long) retried[i]))
            .toList();
    return new RateSample(
        row.text("worker"),
        Instant.ofEpochMilli(row.number("from")),
        row.number("reading") == 1,
        steps);
  }

  private double[] column(ToDoubleFunction<Step> value) {
    return steps.stream().mapToDouble(value).toArray();
  }
}
