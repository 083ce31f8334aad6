package dev.hikkoshi.common.aws;

import java.time.Duration;
import java.util.Map;

/// How long after its instant a signature is accepted. AWS's documents say five minutes, its
/// services have answered with five and with fifteen ("is now earlier than … - 15 min."): who waits
/// for a signature to become worthless waits for the longer.
public final class SignatureValidity {
  public static final Duration AWS = Duration.ofMinutes(15);

  /// What our idea of the server's clock, read in whole seconds, may be wrong by.
  public static final Duration MARGIN = Duration.ofSeconds(5);

  private static final String VARIABLE = "HIKKOSHI_SIGNATURE_SECONDS";
  private static final int MAX_SECONDS = 86_400;

  private SignatureValidity() {}

  /// Reads `HIKKOSHI_SIGNATURE_SECONDS`, for endpoints that are not AWS; without it, AWS's.
  ///
  /// @throws IllegalArgumentException naming the variable, its value and what is allowed
  public static Duration from(Map<String, String> environment) {
    return Duration.ofSeconds(
        new WholeNumbers(environment).get(VARIABLE, (int) AWS.toSeconds(), MAX_SECONDS));
  }
}
