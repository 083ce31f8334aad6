package dev.hikkoshi.bench.generate;

import dev.hikkoshi.runbook.plan.Cost;
import dev.hikkoshi.runbook.plan.MigrationPlan;
import dev.hikkoshi.runbook.plan.Price;
import dev.hikkoshi.runbook.plan.PriceList;
import java.util.ArrayList;
import java.util.List;

/// What a load test costs, and how long it may run within a budget. Beside what `plan` reckons for
/// the migration there are the source, tasks for as long as they run, network and storage.
///
/// The guard assumes the worst: that the fleet spends, all the time it runs, as much as its target
/// allows. So no fault of the program, such as writing things again and again, can exceed a budget.
///
/// @param plan of the migration, made with fewer files
/// @param files data files of the source
/// @param producers tasks
/// @param workers tasks
/// @param deployed whether there is a stack, or everything runs on the machine that starts it
/// @param prices what things cost
record Estimate(
    MigrationPlan plan, int files, int producers, int workers, boolean deployed, PriceList prices) {
  /// Until the queues are looked at, the fleet is there, has confirmed that it is at rest, and the
  /// report is written.
  private static final double OVERHEAD_DEPLOYED = 420;

  private static final double OVERHEAD_LOCAL = 60;

  /// How long things exist before and after the run.
  private static final double AROUND = 1_500;

  /// How much longer than estimated a run may take without being ended.
  private static final double PATIENCE = 1.5;

  private static final double HOUR = 3_600;
  private static final double MONTH = 730 * HOUR;

  /// Interface endpoints of the stack, in two zones.
  private static final int ENDPOINTS = 2 * 9;

  private static final double TASK_GIGABYTES = 2;

  /// Empty receives and heartbeats, of a process.
  private static final double POLLS = 10;

  /// An upload in one part is three requests.
  private static final int PUTS_A_FILE = 3;

  private static final int OTHER_PUTS = 5;
  private static final int BYTES_BESIDE_ITEM = 100;

  /// Seconds that the run is expected to take, with verification.
  double seconds() {
    return plan.asItIs().totalSeconds().orElse(0) + (deployed ? OVERHEAD_DEPLOYED : OVERHEAD_LOCAL);
  }

  /// All that is expected to be charged, by item.
  List<Cost> costs() {
    var costs = new ArrayList<Cost>();
    plan.asItIs().costs().stream()
        .filter(cost -> !cost.price().startsWith("fargate") && !cost.price().startsWith("s3"))
        .forEach(costs::add);
    costs.add(fileReads());
    costs.addAll(once());
    costs.addAll(during(seconds()));
    if (deployed) {
      costs.add(
          prices.of(
              "interface endpoints",
              Price.ENDPOINT,
              ENDPOINTS * Math.ceil((seconds() + AROUND) / HOUR)));
    }
    costs.add(
        prices.of(
            "storage of the table", Price.TABLE_STORAGE, stored() * (seconds() + AROUND) / MONTH));
    costs.add(
        prices.of(
            "storage of the source", Price.S3_STORAGE, stored() * (seconds() + AROUND) / MONTH));
    return costs;
  }

  /// In all.
  double dollars() {
    return sum(costs());
  }

  /// For a write unit: itself, its part of a message, and of the ledger.
  double dollarsPerUnit() {
    double units = plan.volume().units();
    double moving =
        plan.asItIs().costs().stream()
            .filter(cost -> cost.price().contains("write-units") || cost.price().contains("sqs"))
            .mapToDouble(Cost::dollars)
            .sum();
    return units == 0 ? 0 : (moving + (deployed ? traffic().dollars() : 0)) / units;
  }

  /// For the reads of the verification.
  double readDollars() {
    return plan.asItIs().costs().stream()
        .filter(cost -> cost.price().contains("read-units"))
        .mapToDouble(Cost::dollars)
        .sum();
  }

  /// For a second in which tasks run and things exist, whatever they do.
  double dollarsPerSecond() {
    return sum(during(1))
        + (deployed ? prices.of("", Price.ENDPOINT, ENDPOINTS / HOUR).dollars() : 0)
        + prices.of("", Price.TABLE_STORAGE, stored() / MONTH).dollars()
        + prices.of("", Price.S3_STORAGE, stored() / MONTH).dollars();
  }

  /// For what is charged however long the run takes: the source, reading it, and what exists before
  /// and after it, begun hours included.
  double fixedDollars() {
    double begun = deployed ? prices.of("", Price.ENDPOINT, ENDPOINTS).dollars() : 0;
    double source = sum(List.of(puts(), fileReads()));
    double around =
        (deployed ? prices.of("", Price.ENDPOINT, ENDPOINTS * AROUND / HOUR).dollars() : 0)
            + prices.of("", Price.TABLE_STORAGE, stored() * AROUND / MONTH).dollars()
            + prices.of("", Price.S3_STORAGE, stored() * AROUND / MONTH).dollars();
    return begun + source + around;
  }

  /// The most that a second of the run can cost.
  double mostDollarsPerSecond() {
    double writing = plan.target() * dollarsPerUnit();
    double verifying = plan.verifySeconds() > 0 ? readDollars() / plan.verifySeconds() : 0;
    return Math.max(writing, verifying) + dollarsPerSecond();
  }

  /// Seconds that the run may take before a budget could be spent; 0 if it is too small for any.
  long allowedSeconds(double budget) {
    return (long) Math.max(0, Math.floor((budget - fixedDollars()) / mostDollarsPerSecond()));
  }

  /// The least budget under which the guard lets the run take half as long again as it should.
  double leastBudget() {
    return Math.max(dollars(), fixedDollars() + PATIENCE * seconds() * mostDollarsPerSecond());
  }

  private List<Cost> once() {
    return deployed ? List.of(puts(), traffic()) : List.of(puts());
  }

  private Cost puts() {
    return prices.of(
        "S3 writes of the source", Price.S3_WRITES, (double) PUTS_A_FILE * files + OTHER_PUTS);
  }

  private Cost fileReads() {
    double each =
        plan.asItIs().costs().stream()
                .filter(cost -> cost.price().startsWith("s3"))
                .mapToDouble(Cost::quantity)
                .sum()
            / Math.max(1, plan.volume().files());
    return prices.of("S3 reads of the source", Price.S3_READS, each * files);
  }

  /// Messages go through an endpoint when they are sent, and when they are received; JSON is about
  /// half again as long as what DynamoDB counts.
  private Cost traffic() {
    return prices.of(
        "traffic of endpoints", Price.ENDPOINT_TRAFFIC, 2 * 1.5 * plan.volume().bytes());
  }

  private List<Cost> during(double seconds) {
    double tasks = producers + workers;
    var costs = new ArrayList<Cost>();
    if (deployed) {
      costs.add(prices.of("Fargate processors", Price.FARGATE_CPU, tasks * seconds / HOUR));
      costs.add(
          prices.of(
              "Fargate memory", Price.FARGATE_MEMORY, tasks * TASK_GIGABYTES * seconds / HOUR));
    }
    costs.add(prices.of("polling", Price.SQS_REQUESTS, (tasks + 1) * POLLS * seconds));
    return costs;
  }

  private double stored() {
    return plan.volume().bytes() + (double) BYTES_BESIDE_ITEM * plan.volume().items();
  }

  private static double sum(List<Cost> costs) {
    return costs.stream().mapToDouble(Cost::dollars).sum();
  }
}
