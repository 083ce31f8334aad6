package dev.hikkoshi.worker.simulate;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.stream.Collectors;

/// A pacing algorithm to simulate.
public enum PolicyName {
  /// Ours, exactly as in production.
  ADAPTIVE("adaptive"),
  /// Knows the capacity at every moment.
  ORACLE("oracle"),
  /// The share, whatever is refused.
  FIXED("fixed"),
  /// Additive increase, multiplicative decrease.
  AIMD("aimd"),
  /// The AWS SDK's adaptive retry mode behind a fixed rate.
  SDK_ADAPTIVE("sdk-adaptive");

  private final String spelling;

  PolicyName(String spelling) {
    this.spelling = spelling;
  }

  /// @throws IllegalArgumentException naming what is allowed
  public static PolicyName of(String spelling) {
    return Arrays.stream(values())
        .filter(policy -> policy.spelling.equals(spelling))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "policy is " + spelling + ", allowed is one of " + allowed()));
  }

  /// @return how the command line and the result spell it
  @JsonValue
  public String spelling() {
    return spelling;
  }

  private static String allowed() {
    return Arrays.stream(values()).map(PolicyName::spelling).collect(Collectors.joining(", "));
  }
}
