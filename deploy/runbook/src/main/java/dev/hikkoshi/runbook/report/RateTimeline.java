package dev.hikkoshi.runbook.report;

import dev.hikkoshi.common.ledger.RateSample;
import dev.hikkoshi.common.ledger.RateSample.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What all workers' samples add up to over time, in at most 1,200 stretches of equal length,
/// however long it took: two seconds at first, twice as long whenever they become too many.
final class RateTimeline {
  private static final int MOST_BINS = 1_200;
  private static final double MILLIS = 1e3;

  /// One stretch; rates are per second.
  ///
  /// @param atSecond its middle, since the first sample
  /// @param target of the whole fleet while it wrote; not a number while nobody did
  /// @param pace what the paces of those that wrote sum up to; not a number while nobody did
  /// @param written units that went through while writing
  /// @param read read units that went through while verifying
  /// @param refused units refused for capacity
  /// @param throttled requests refused for capacity
  /// @param failed requests that failed otherwise
  /// @param retried items sent again
  /// @param workers that sent anything
  record Point(
      double atSecond,
      double target,
      double pace,
      double written,
      double read,
      double refused,
      double throttled,
      double failed,
      double retried,
      double workers) {}

  private List<Bin> bins = new ArrayList<>();
  private double width = 2;
  private long failed;
  private @Nullable Instant begin;

  /// Adds what a worker did. Samples come in the order in which they began, or nearly so.
  void add(RateSample sample) {
    if (begin == null) {
      begin = sample.from();
    }
    double at = Math.max(0, Duration.between(begin, sample.from()).toMillis() / MILLIS);
    for (Step step : sample.steps()) {
      spread(at, step, sample.reading());
      failed += step.failed();
      at += step.seconds();
    }
  }

  /// A step adds to every stretch it touches, in proportion.
  private void spread(double from, Step step, boolean reading) {
    if (step.seconds() <= 0) {
      return;
    }
    double to = from + step.seconds();
    while (to > MOST_BINS * width) {
      fold();
    }
    for (int i = (int) (from / width); i * width < to; i++) {
      double overlap = Math.min(to, (i + 1) * width) - Math.max(from, i * width);
      bin(i).add(step, reading, overlap);
    }
  }

  private Bin bin(int index) {
    while (bins.size() <= index) {
      bins.add(new Bin());
    }
    return bins.get(index);
  }

  private void fold() {
    var folded = new ArrayList<Bin>();
    for (int i = 0; i < bins.size(); i += 2) {
      folded.add(i + 1 < bins.size() ? bins.get(i).plus(bins.get(i + 1)) : bins.get(i));
    }
    bins = folded;
    width *= 2;
  }

  /// When the first sample began; nothing if there is none.
  Optional<Instant> begin() {
    return Optional.ofNullable(begin);
  }

  /// Requests that failed otherwise than for capacity.
  long failed() {
    return failed;
  }

  /// How long a stretch is, in seconds.
  double width() {
    return width;
  }

  /// The stretches in order of time, without a hole.
  List<Point> points() {
    return IntStream.range(0, bins.size())
        .mapToObj(i -> bins.get(i).point((i + 0.5) * width, width))
        .toList();
  }

  /// Sums over one stretch.
  private static final class Bin {
    private double target = Double.NaN;
    private double writeSeconds;
    private double paceSeconds;
    private double written;
    private double read;
    private double refused;
    private double throttled;
    private double failed;
    private double retried;
    private double workerSeconds;

    void add(Step step, boolean reading, double seconds) {
      double part = seconds / step.seconds();
      if (reading) {
        read += part * step.units();
      } else {
        written += part * step.units();
        target = Double.isNaN(target) ? step.target() : Math.max(target, step.target());
        paceSeconds += seconds * step.pace();
        writeSeconds += seconds;
      }
      refused += part * step.refused();
      throttled += part * step.throttled();
      failed += part * step.failed();
      retried += part * step.retried();
      workerSeconds += seconds;
    }

    Bin plus(Bin later) {
      var sum = new Bin();
      sum.target = Double.isNaN(target) ? later.target : Math.max(target, later.target);
      if (Double.isNaN(later.target)) {
        sum.target = target;
      }
      sum.writeSeconds = writeSeconds + later.writeSeconds;
      sum.paceSeconds = paceSeconds + later.paceSeconds;
      sum.written = written + later.written;
      sum.read = read + later.read;
      sum.refused = refused + later.refused;
      sum.throttled = throttled + later.throttled;
      sum.failed = failed + later.failed;
      sum.retried = retried + later.retried;
      sum.workerSeconds = workerSeconds + later.workerSeconds;
      return sum;
    }

    Point point(double atSecond, double width) {
      return new Point(
          atSecond,
          target,
          writeSeconds > 0 ? paceSeconds / width : Double.NaN,
          written / width,
          read / width,
          refused / width,
          throttled / width,
          failed / width,
          retried / width,
          workerSeconds / width);
    }
  }
}
