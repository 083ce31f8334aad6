package dev.hikkoshi.worker;

import dev.hikkoshi.common.aws.RawDynamoDb;
import dev.hikkoshi.common.ledger.Migration;
import java.time.Clock;

/// Where a worker writes and scans. Thread-safe.
public interface Destinations {
  /// What reaches a migration's destination.
  RawDynamoDb of(Migration migration);

  /// The time as every destination has it, as far as this machine knows.
  Clock clock();

  /// The same for every migration.
  static Destinations always(RawDynamoDb dynamoDb) {
    return new Destinations() {
      @Override
      public RawDynamoDb of(Migration migration) {
        return dynamoDb;
      }

      @Override
      public Clock clock() {
        return dynamoDb.clock();
      }
    };
  }
}
