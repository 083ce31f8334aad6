package dev.hikkoshi.worker.pace;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

/// States and answers to begin with.
final class Paces {
  private Paces() {}

  static PaceState at(PaceController controller, double pace, double share) {
    var state = controller.share(controller.start(0), 0, new Share(share, 1, pace, 0, 0));
    assertThat(state.pace()).isEqualTo(pace);
    return state;
  }

  static PaceOutcome refused(double estimated, double table, double hot, double unknown) {
    return new PaceOutcome(estimated, 0, table, hot, unknown, false, Duration.ofMillis(6));
  }
}
