package dev.hikkoshi.worker.write;

import dev.hikkoshi.common.aws.RawDynamoDb;
import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.time.Sleeper;
import dev.hikkoshi.worker.pace.Pacer;
import dev.hikkoshi.worker.pace.RetryPolicy;
import java.time.Clock;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Makes executors of write units; they hold buffers and belong to one thread each.
public final class WriteUnits {
  private final Ledger ledger;
  private final Function<Migration, RawDynamoDb> destinations;
  private final RandomGenerator random;
  private final Clock clock;
  private final Sleeper sleeper;

  /// @param destinations what reaches a migration's destination
  public WriteUnits(
      Ledger ledger,
      Function<Migration, RawDynamoDb> destinations,
      RandomGenerator random,
      Clock clock,
      Sleeper sleeper) {
    this.ledger = ledger;
    this.destinations = destinations;
    this.random = random;
    this.clock = clock;
    this.sleeper = sleeper;
  }

  /// An executor for one migration.
  public WriteUnit forMigration(Migration migration, Pacer pacer) {
    var scanner = new ItemScanner(migration.key());
    return new WriteUnit(
        ledger,
        migration.key(),
        scanner,
        new DynamoDbWriter(
            destinations.apply(migration),
            scanner,
            pacer,
            RetryPolicy.STANDARD,
            random,
            clock,
            sleeper));
  }
}
