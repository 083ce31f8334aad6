package dev.hikkoshi.worker;

import dev.hikkoshi.common.aws.Account;
import dev.hikkoshi.common.ledger.Migration;
import java.time.Clock;

/// Where a worker writes, scans and copies. Thread-safe.
public interface Destinations {
  /// What reaches a migration's destination.
  Account of(Migration migration);

  /// The time as every destination has it, as far as this machine knows.
  Clock clock();

  /// The same for every migration.
  static Destinations always(Account account) {
    return new Destinations() {
      @Override
      public Account of(Migration migration) {
        return account;
      }

      @Override
      public Clock clock() {
        return account.rawDynamoDb().clock();
      }
    };
  }
}
