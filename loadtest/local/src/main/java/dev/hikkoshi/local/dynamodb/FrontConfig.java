package dev.hikkoshi.local.dynamodb;

/// How the front is set up.
///
/// @param port 0 for any that is free
/// @param maxExportShards the most data files an export has, 1 to 1,000; small tables have fewer
public record FrontConfig(int port, int maxExportShards) {
  private static final int MOST_SHARDS = 1_000;

  public FrontConfig {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException("port is " + port + ", allowed are 0 to 65535");
    }
    if (maxExportShards < 1 || maxExportShards > MOST_SHARDS) {
      throw new IllegalArgumentException(
          "maxExportShards is " + maxExportShards + ", allowed are 1 to " + MOST_SHARDS);
    }
  }

  /// Any free port, at most 16 files.
  public static FrontConfig defaults() {
    return new FrontConfig(0, 16);
  }
}
