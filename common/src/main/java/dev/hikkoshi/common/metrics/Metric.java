package dev.hikkoshi.common.metrics;

/// Every number the services publish; `docs/metrics.md` is the same list for people.
///
/// They count what this process did and are for watching: a unit that is delivered twice counts
/// twice here and once in the ledger.
public enum Metric {
  ITEMS(
      "hikkoshi.items",
      Kind.COUNTER,
      Scope.MIGRATION,
      Metric.COUNT,
      "items or objects durable at the destination: written, copied, deleted"),
  RETRIED(
      "hikkoshi.items.retried",
      Kind.COUNTER,
      Scope.MIGRATION,
      Metric.COUNT,
      "items or objects sent again after a refusal"),
  DEAD(
      "hikkoshi.items.dead",
      Kind.COUNTER,
      Scope.MIGRATION,
      Metric.COUNT,
      "items or objects that can never be written, recorded in the ledger"),
  SCANNED(
      "hikkoshi.items.scanned",
      Kind.COUNTER,
      Scope.MIGRATION,
      Metric.COUNT,
      "items read from the destination to verify it"),
  REQUESTS(
      "hikkoshi.requests",
      Kind.COUNTER,
      Scope.MIGRATION,
      Metric.COUNT,
      "requests sent to the destination"),
  THROTTLED(
      "hikkoshi.requests.throttled",
      Kind.COUNTER,
      Scope.MIGRATION,
      Metric.COUNT,
      "of those, refused in whole or in part for capacity"),
  WRITE_UNITS(
      "hikkoshi.capacity.write",
      Kind.COUNTER,
      Scope.MIGRATION,
      Metric.COUNT,
      "write capacity units consumed, as AWS reported them"),
  READ_UNITS(
      "hikkoshi.capacity.read",
      Kind.COUNTER,
      Scope.MIGRATION,
      Metric.COUNT,
      "read capacity units consumed by scans, as AWS reported them"),
  UNITS("hikkoshi.units", Kind.COUNTER, Scope.MIGRATION, Metric.COUNT, "work units settled"),
  TARGET(
      "hikkoshi.target",
      Kind.GAUGE,
      Scope.MIGRATION,
      Metric.PER_SECOND,
      "what the fleet may write, or read while it verifies, units per second; every worker says"
          + " the same: take the maximum"),
  PACE(
      "hikkoshi.pace",
      Kind.GAUGE,
      Scope.MIGRATION,
      Metric.PER_SECOND,
      "what this worker allows itself, units per second, 0 while it has no work; the fleet's pace is"
          + " the sum"),
  SPLITS("hikkoshi.splits", Kind.COUNTER, Scope.MIGRATION, Metric.COUNT, "splits checked or sent"),
  UNITS_SENT(
      "hikkoshi.units.sent",
      Kind.COUNTER,
      Scope.MIGRATION,
      Metric.COUNT,
      "work units put on the work queue"),
  FLEET_UNITS(
      "hikkoshi.fleet.units",
      Kind.COUNTER,
      Scope.FLEET,
      Metric.COUNT,
      "work units settled, of all migrations"),
  FLEET_DEAD(
      "hikkoshi.fleet.items.dead",
      Kind.COUNTER,
      Scope.FLEET,
      Metric.COUNT,
      "items or objects that can never be written, of all migrations"),
  FLEET_REQUESTS(
      "hikkoshi.fleet.requests",
      Kind.COUNTER,
      Scope.FLEET,
      Metric.COUNT,
      "requests sent to destinations, of all migrations"),
  FLEET_THROTTLED(
      "hikkoshi.fleet.requests.throttled",
      Kind.COUNTER,
      Scope.FLEET,
      Metric.COUNT,
      "of those, refused in whole or in part for capacity"),
  HELD(
      "hikkoshi.held",
      Kind.GAUGE,
      Scope.FLEET,
      Metric.COUNT,
      "messages this process works on: units of a worker, splits of a producer"),
  RUNNING(
      "hikkoshi.running",
      Kind.GAUGE,
      Scope.FLEET,
      Metric.COUNT,
      "1 while the process runs: the sum is how many there are");

  /// The unit of what is counted.
  static final String COUNT = "Count";

  /// The unit of what is a rate.
  static final String PER_SECOND = "Count/Second";

  private final String id;
  private final Kind kind;
  private final Scope scope;
  private final String unit;
  private final String meaning;

  Metric(String id, Kind kind, Scope scope, String unit, String meaning) {
    this.id = id;
    this.kind = kind;
    this.scope = scope;
    this.unit = unit;
    this.meaning = meaning;
  }

  /// Its name, as Micrometer knows it.
  public String id() {
    return id;
  }

  public Kind kind() {
    return kind;
  }

  public Scope scope() {
    return scope;
  }

  /// CloudWatch's name of its unit.
  public String unit() {
    return unit;
  }

  /// What it says, for people.
  public String meaning() {
    return meaning;
  }

  /// Its name in CloudWatch: Micrometer appends what of a meter it publishes.
  public String cloudWatchName() {
    return switch (kind) {
      case COUNTER -> id + ".count";
      case GAUGE -> id + ".value";
    };
  }

  /// How it grows.
  public enum Kind {
    /// Only ever more; published as what came since the last time.
    COUNTER,
    /// What is now.
    GAUGE
  }

  /// What it is of, which is to say: which dimensions it has.
  public enum Scope {
    /// One migration; dimensions `migration` and `role`.
    MIGRATION,
    /// Everything this process does; dimension `role`. Alarms need it: they cannot watch a
    /// dimension whose values they do not know.
    FLEET
  }
}
