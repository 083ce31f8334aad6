package dev.hikkoshi.worker.simulate;

import java.io.Serial;
import java.util.Locale;

/// A run that does not come to its end within the time that is simulated.
public final class UnfinishedSimulationException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String profile;

  UnfinishedSimulationException(SimulationRequest request, String why) {
    super(
        String.format(
            Locale.ROOT,
            "%,d items at %s/s into '%s' %s",
            request.items(),
            request.target(),
            request.profile().name(),
            why));
    this.profile = request.profile().name();
  }

  /// @return the profile's name
  public String profile() {
    return profile;
  }
}
