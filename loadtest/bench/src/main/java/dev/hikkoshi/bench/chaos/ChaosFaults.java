package dev.hikkoshi.bench.chaos;

import static dev.hikkoshi.local.faults.FaultKind.ACCESS_DENIED;
import static dev.hikkoshi.local.faults.FaultKind.CORRUPT;
import static dev.hikkoshi.local.faults.FaultKind.DELAY;
import static dev.hikkoshi.local.faults.FaultKind.DUPLICATE;
import static dev.hikkoshi.local.faults.FaultKind.HOLD;
import static dev.hikkoshi.local.faults.FaultKind.HTTP_500;
import static dev.hikkoshi.local.faults.FaultKind.HTTP_503;
import static dev.hikkoshi.local.faults.FaultKind.LATE_ANSWER;
import static dev.hikkoshi.local.faults.FaultKind.LOSE_DELETE;
import static dev.hikkoshi.local.faults.FaultKind.NOT_FOUND;
import static dev.hikkoshi.local.faults.FaultKind.RESET_AFTER;
import static dev.hikkoshi.local.faults.FaultKind.RESET_BEFORE;
import static dev.hikkoshi.local.faults.FaultKind.THROTTLE;
import static dev.hikkoshi.local.faults.FaultKind.TRUNCATE;
import static dev.hikkoshi.local.faults.FaultKind.UNPROCESSED;

import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.local.faults.FaultKind;
import dev.hikkoshi.local.faults.FaultPlan;
import dev.hikkoshi.local.faults.FaultRule;
import dev.hikkoshi.local.faults.FaultyService;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/// What goes wrong while a migration runs: a little of everything all the time, and some things
/// altogether for a while.
final class ChaosFaults {
  private static final double LONGER_THAN_A_SIGNATURE = 23;
  private static final double LONGER_THAN_A_CLIENT_WAITS = 33;

  /// By then nothing that was injected is under way any more.
  static final double LONGEST_SECONDS = LONGER_THAN_A_CLIENT_WAITS + 2;

  private final String destinations;
  private final List<FaultRule> rules = new ArrayList<>();

  private ChaosFaults(String destinations) {
    this.destinations = destinations;
  }

  /// @param destinations pattern of the tables that are written to
  static FaultPlan plan(long seed, RandomGenerator random, String destinations) {
    var faults = new ChaosFaults(destinations);
    faults.outages(random);
    faults.writes();
    faults.reads();
    faults.ledger();
    faults.queues();
    faults.source();
    return new FaultPlan(seed, faults.rules);
  }

  private void outages(RandomGenerator random) {
    double second = random.nextDouble(10, 40);
    rules.add(dynamoDb(ACCESS_DENIED, 1).on(destinations).during(second, 4));
    rules.add(dynamoDb(NOT_FOUND, 1).on(destinations).during(second + random.nextDouble(6, 12), 3));
    rules.add(
        dynamoDb(HTTP_500, 0.9).on(Ledger.DEFAULT_TABLE).during(random.nextDouble(10, 45), 5));
    rules.add(
        dynamoDb(THROTTLE, 0.9).on(Ledger.DEFAULT_TABLE).during(random.nextDouble(10, 45), 5));
    rules.add(FaultRule.of(FaultyService.SQS, HTTP_503, 0.8).during(random.nextDouble(10, 45), 4));
  }

  private void writes() {
    write(HTTP_500, 0.02);
    write(HTTP_503, 0.01);
    write(RESET_BEFORE, 0.01);
    write(RESET_AFTER, 0.02);
    write(TRUNCATE, 0.01);
    write(CORRUPT, 0.02);
    write(THROTTLE, 0.03);
    write(UNPROCESSED, 0.05);
    rules.add(onWrites(HOLD, 0.005).taking(LONGER_THAN_A_SIGNATURE));
    rules.add(onWrites(HOLD, 0.01).taking(3));
    rules.add(onWrites(LATE_ANSWER, 0.003).taking(LONGER_THAN_A_CLIENT_WAITS));
  }

  private void write(FaultKind kind, double probability) {
    rules.add(onWrites(kind, probability));
  }

  private FaultRule onWrites(FaultKind kind, double probability) {
    return dynamoDb(kind, probability).on(destinations).operations("BatchWriteItem");
  }

  private void reads() {
    for (FaultKind kind : List.of(HTTP_500, RESET_BEFORE, TRUNCATE, CORRUPT, THROTTLE)) {
      rules.add(dynamoDb(kind, 0.03).on(destinations).operations("Scan"));
    }
  }

  private void ledger() {
    for (FaultKind kind : List.of(HTTP_500, THROTTLE, RESET_BEFORE, RESET_AFTER, CORRUPT)) {
      rules.add(dynamoDb(kind, 0.01).on(Ledger.DEFAULT_TABLE));
    }
    rules.add(
        dynamoDb(HOLD, 0.01)
            .on(Ledger.DEFAULT_TABLE)
            .operations("UpdateItem")
            .taking(LONGER_THAN_A_SIGNATURE));
  }

  private void queues() {
    for (FaultKind kind : List.of(HTTP_500, HTTP_503, RESET_BEFORE, RESET_AFTER, TRUNCATE)) {
      rules.add(FaultRule.of(FaultyService.SQS, kind, 0.02));
    }
    rules.add(FaultRule.of(FaultyService.SQS, DUPLICATE, 0.1));
    rules.add(FaultRule.of(FaultyService.SQS, DELAY, 0.05).taking(5));
    rules.add(FaultRule.of(FaultyService.SQS, LOSE_DELETE, 0.05));
    rules.add(FaultRule.of(FaultyService.SQS, HOLD, 0.01).taking(3));
  }

  private void source() {
    rules.add(FaultRule.of(FaultyService.S3, HTTP_503, 0.05));
    rules.add(FaultRule.of(FaultyService.S3, HTTP_500, 0.05));
    rules.add(FaultRule.of(FaultyService.S3, RESET_BEFORE, 0.05));
    rules.add(FaultRule.of(FaultyService.S3, TRUNCATE, 0.1));
    rules.add(FaultRule.of(FaultyService.S3, HOLD, 0.3).taking(2));
  }

  private static FaultRule dynamoDb(FaultKind kind, double probability) {
    return FaultRule.of(FaultyService.DYNAMODB, kind, probability);
  }
}
