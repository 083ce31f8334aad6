package dev.hikkoshi.runbook;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// The steps of a run, in their order. Of several exports each is produced, drained and retried
/// before the next.
public enum Step {
  PREFLIGHT("looks whether ledger, queues and destination are there"),
  EXPORT("has DynamoDB export the source table, and waits for it"),
  PLAN("reads the manifest, or lists the bucket, and records what is to be moved"),
  FLEET_UP("starts producers and workers"),
  CHECK("has the producers prove every shard that its ETag does not prove"),
  PRODUCE("makes the table where the file says so, and has the source put on the queue"),
  DRAIN("waits until the workers have taken everything from the queue"),
  RETRY("waits until what was refused or lost is written too"),
  VERIFY("makes the indexes left for later, and compares source and destination"),
  FLEET_DOWN("stops producers and workers"),
  REPORT("writes the report");

  private final String does;

  Step(String does) {
    this.does = does;
  }

  /// What it does, in a few words.
  public String does() {
    return does;
  }

  /// The spelling of options, outputs and ledger.
  public String spelling() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// All spellings, in the steps' order.
  public static List<String> spellings() {
    return Arrays.stream(values()).map(Step::spelling).toList();
  }

  /// Whether it is taken once for each load.
  boolean isOfALoad() {
    return this == PRODUCE || this == DRAIN || this == RETRY;
  }

  /// Whether producers or workers do it.
  boolean needsFleet() {
    return switch (this) {
      case CHECK, PRODUCE, DRAIN, RETRY, VERIFY -> true;
      case PREFLIGHT, EXPORT, PLAN, FLEET_UP, FLEET_DOWN, REPORT -> false;
    };
  }

  @Override
  public String toString() {
    return spelling();
  }
}
