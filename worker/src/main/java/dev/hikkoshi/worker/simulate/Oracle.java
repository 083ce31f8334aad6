package dev.hikkoshi.worker.simulate;

import dev.hikkoshi.common.capacity.CapacityModel;
import java.util.Locale;

/// The operator who knows the capacity at every moment: sends exactly what the destination takes,
/// at most the target, evenly over the keys at hand, without latency. Never refused, never below
/// what is there, and so always at full utilisation, which makes the destination grow as early as
/// it can.
final class Oracle {
  private static final double STEP_SECONDS = 0.05;
  private static final double LONGEST_SECONDS = 1e8;
  private static final double LONGEST_PAUSE_SECONDS = 1e6;

  private final SimulationRequest request;
  private final Timeline timeline = new Timeline();

  Oracle(SimulationRequest request) {
    this.request = request;
  }

  /// @return seconds until everything is written
  /// @throws UnfinishedSimulationException if that is never, or in years
  double seconds() {
    var order = request.profile().keyOrder();
    var model = new CapacityModel(request.profile(), 0);
    double unitsEach = ItemCost.mean(request);
    double left = request.items() * unitsEach;
    double total = left;
    double width = KeySource.width(order);
    double inSecond = 0;
    long perSecond = Math.round(1 / STEP_SECONDS);
    if (total / request.target() > LONGEST_SECONDS) {
      throw tooLong();
    }
    long taken = 0;
    for (long step = 0; step * STEP_SECONDS < LONGEST_SECONDS; step++) {
      long now = (long) (step * STEP_SECONDS * 1e9);
      double from = KeySource.from(order, (total - left) / unitsEach, request.items());
      double allowed = Math.min(left, request.target() * STEP_SECONDS);
      double units = Math.min(allowed, model.room(now, from, from + width));
      model.absorb(now, from, from + width, units);
      inSecond += units;
      taken = units > 0 ? step : taken;
      if ((step - taken) * STEP_SECONDS > LONGEST_PAUSE_SECONDS) {
        throw new UnfinishedSimulationException(
            request,
            String.format(
                Locale.ROOT,
                "do not come to an end: from second %.0f on nothing is taken for %,.0f s, the longest"
                    + " pause that is simulated",
                taken * STEP_SECONDS,
                LONGEST_PAUSE_SECONDS));
      }
      left -= units;
      if (step % perSecond == perSecond - 1) {
        timeline.second(
            new Timeline.Point(
                (step + 1) * STEP_SECONDS,
                Math.min(model.rate(now), model.partitionRate(now)),
                inSecond,
                inSecond,
                0,
                inSecond,
                request.workers().most()));
        inSecond = 0;
      }
      if (left <= total * 1e-12) {
        return step * STEP_SECONDS + units / request.target();
      }
    }
    throw tooLong();
  }

  private UnfinishedSimulationException tooLong() {
    return new UnfinishedSimulationException(
        request,
        String.format(
            Locale.ROOT, "take more than %,.0f s, the longest that is simulated", LONGEST_SECONDS));
  }

  Timeline timeline() {
    return timeline;
  }
}
