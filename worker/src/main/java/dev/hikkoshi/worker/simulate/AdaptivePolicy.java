package dev.hikkoshi.worker.simulate;

import dev.hikkoshi.worker.pace.PaceController;
import dev.hikkoshi.worker.pace.PaceOutcome;
import dev.hikkoshi.worker.pace.PaceState;
import dev.hikkoshi.worker.pace.Share;
import dev.hikkoshi.worker.pace.Start;

/// The production controller.
final class AdaptivePolicy implements PacePolicy {
  private final PaceController controller;
  private PaceState state;

  AdaptivePolicy(double startPace, Start start, long nowNanos) {
    controller = new PaceController(startPace, start);
    state = controller.start(nowNanos);
  }

  @Override
  public double rate(long nowNanos) {
    state = controller.advance(state, nowNanos);
    return state.pace();
  }

  @Override
  public double pace(long nowNanos) {
    return state.pace();
  }

  @Override
  public double told(long nowNanos) {
    return controller.told(state, nowNanos);
  }

  @Override
  public double charge(double estimatedUnits) {
    return estimatedUnits * state.costFactor();
  }

  @Override
  public double requestUnits() {
    return controller.requestUnits(state);
  }

  @Override
  public void share(long nowNanos, Share share) {
    state = controller.share(state, nowNanos, share);
  }

  @Override
  public void record(long nowNanos, PaceOutcome outcome) {
    state = controller.record(state, nowNanos, outcome);
  }

  @Override
  public double refused() {
    return state.refused();
  }
}
