package dev.hikkoshi.worker.simulate;

import java.util.ArrayList;
import java.util.List;

/// A run second by second, folded into a few hundred points for a picture. Units per second
/// throughout.
public final class Timeline {
  private static final int MOST_POINTS = 1_200;
  private static final int PEAK_SECONDS = 10;

  /// One stretch of the run.
  ///
  /// @param atSecond its end
  /// @param capacity what the destination takes, without burst
  /// @param offered what was sent
  /// @param accepted what was taken
  /// @param refused what was refused
  /// @param pace what the workers' paces sum up to
  /// @param workers how many there were
  public record Point(
      double atSecond,
      double capacity,
      double offered,
      double accepted,
      double refused,
      double pace,
      int workers) {

    private Point with(Point later) {
      return new Point(
          later.atSecond,
          (capacity + later.capacity) / 2,
          (offered + later.offered) / 2,
          (accepted + later.accepted) / 2,
          (refused + later.refused) / 2,
          (pace + later.pace) / 2,
          later.workers);
    }
  }

  private final double[] lastOffered = new double[PEAK_SECONDS];
  private final double[] lastAccepted = new double[PEAK_SECONDS];
  private List<Point> points = new ArrayList<>();
  private int secondsEach = 1;
  private long seconds;
  private double peakOffered;
  private double peakAccepted;
  private Point open = new Point(0, 0, 0, 0, 0, 0, 0);

  void second(Point second) {
    int slot = (int) (seconds % PEAK_SECONDS);
    lastOffered[slot] = second.offered();
    lastAccepted[slot] = second.accepted();
    peakOffered = Math.max(peakOffered, mean(lastOffered));
    peakAccepted = Math.max(peakAccepted, mean(lastAccepted));
    seconds++;
    long inOpen = (seconds - 1) % secondsEach;
    open = inOpen == 0 ? second : weighted(open, second, inOpen);
    if (seconds % secondsEach == 0) {
      points.add(open);
      fold();
    }
  }

  /// @return the points in order of time, each over the same number of seconds
  public List<Point> points() {
    return List.copyOf(points);
  }

  /// @return the most units sent in any 10 s, per second
  public double peakOffered() {
    return peakOffered;
  }

  /// @return the most units accepted in any 10 s, per second
  public double peakAccepted() {
    return peakAccepted;
  }

  private static double mean(double[] last) {
    double sum = 0;
    for (double value : last) {
      sum += value;
    }
    return sum / last.length;
  }

  private static Point weighted(Point open, Point second, long inOpen) {
    double part = 1.0 / (inOpen + 1);
    return new Point(
        second.atSecond(),
        open.capacity() + (second.capacity() - open.capacity()) * part,
        open.offered() + (second.offered() - open.offered()) * part,
        open.accepted() + (second.accepted() - open.accepted()) * part,
        open.refused() + (second.refused() - open.refused()) * part,
        open.pace() + (second.pace() - open.pace()) * part,
        second.workers());
  }

  private void fold() {
    if (points.size() < MOST_POINTS) {
      return;
    }
    var folded = new ArrayList<Point>(MOST_POINTS);
    for (int i = 0; i < points.size(); i += 2) {
      folded.add(points.get(i).with(points.get(i + 1)));
    }
    points = folded;
    secondsEach *= 2;
  }
}
