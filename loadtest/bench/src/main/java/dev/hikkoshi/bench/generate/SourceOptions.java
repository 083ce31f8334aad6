package dev.hikkoshi.bench.generate;

import dev.hikkoshi.local.dynamodb.GeneratedExport;
import dev.hikkoshi.runbook.cli.CommandException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What is generated, for the commands that write or weigh it.
final class SourceOptions {
  static final long MOST_ITEMS = 1_000_000_000_000L;
  private static final int MOST_SHARDS = 100_000;
  private static final long ITEMS_A_SHARD = 100_000;
  private static final int FEW_SHARDS = 8;
  private static final int SAMPLED_SHARDS = 8;
  private static final long SAMPLED_LINES = 250;

  @Option(names = "--items", paramLabel = "N", required = true, description = "How many items.")
  private long items;

  @Option(
      names = "--item-bytes",
      paramLabel = "BYTES",
      description = "Size of an item as DynamoDB counts it, about (default ${DEFAULT-VALUE}).")
  private int itemBytes = 400;

  @Option(
      names = "--shards",
      paramLabel = "N",
      description = "Data files; by default one for each 100,000 items, and at least 8.")
  private @Nullable Integer shards;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "The same seed gives the same items (default ${DEFAULT-VALUE}).")
  private long seed = 1;

  long seed() {
    return seed;
  }

  /// All of it.
  ///
  /// @throws CommandException exit 2 if an option is out of range
  GeneratedExport export() {
    return export(shards(), Long.MAX_VALUE);
  }

  /// A manifest of all items, in fewer files, of which only the beginnings are there.
  ///
  /// @throws CommandException exit 2 if an option is out of range
  GeneratedExport sample() {
    return export(Math.min(shards(), SAMPLED_SHARDS), SAMPLED_LINES);
  }

  /// Data files of all of it.
  ///
  /// @throws CommandException exit 2 if an option is out of range
  int shards() {
    check("--items", items, 1, MOST_ITEMS);
    Integer given = shards;
    long most = Math.min(items, MOST_SHARDS);
    if (given != null) {
      check("--shards", given, 1, most);
    }
    long count = given == null ? Math.max(FEW_SHARDS, items / ITEMS_A_SHARD) : given;
    return (int) Math.min(count, most);
  }

  private GeneratedExport export(int files, long mostLines) {
    check("--item-bytes", itemBytes, GeneratedItems.LEAST_BYTES, GeneratedItems.MOST_BYTES);
    return new GeneratedExport(
        GeneratedItems.KEY, items, files, mostLines, new GeneratedItems(seed, itemBytes));
  }

  static void check(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw CommandException.usage(
          option,
          option + " is " + value + "; allowed: a whole number from " + least + " to " + most);
    }
  }
}
