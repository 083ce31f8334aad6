package dev.hikkoshi.local.dynamodb;

import java.time.Duration;

/// How the front is set up.
///
/// @param port 0 for any that is free
/// @param maxExportShards the most data files an export has, 1 to 1,000; small tables have fewer
/// @param signatureValidity how long after the instant it was signed for a request may take effect;
///   whole seconds, 1 s to 15 min
public record FrontConfig(int port, int maxExportShards, Duration signatureValidity) {
  private static final int MOST_SHARDS = 1_000;

  /// AWS's own, which nothing here may exceed.
  private static final Duration LONGEST_VALIDITY = Duration.ofMinutes(15);

  public FrontConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + ", allowed are 0 to 65535");
    }
    if (maxExportShards < 1 || maxExportShards > MOST_SHARDS) {
      throw new IllegalArgumentException(
          "maxExportShards is " + maxExportShards + ", allowed are 1 to " + MOST_SHARDS);
    }
    if (!signatureValidity.equals(Duration.ofSeconds(signatureValidity.toSeconds()))
        || signatureValidity.isZero()
        || signatureValidity.isNegative()
        || signatureValidity.compareTo(LONGEST_VALIDITY) > 0) {
      throw new IllegalArgumentException(
          "signatureValidity is "
              + signatureValidity
              + ", allowed are whole seconds from PT1S to "
              + LONGEST_VALIDITY);
    }
  }

  /// Any free port, at most 16 files, AWS's five minutes.
  public static FrontConfig defaults() {
    return new FrontConfig(0, 16, Duration.ofMinutes(5));
  }

  /// The same with another validity.
  public FrontConfig withSignatureValidity(Duration validity) {
    return new FrontConfig(port, maxExportShards, validity);
  }
}
