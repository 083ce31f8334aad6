package dev.hikkoshi.bench.measure;

import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.KeyType;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Items of about 330 bytes of DynamoDB JSON with seven attributes, of a table with the key `id`.
/// The same seed gives the same items.
final class BenchItems {
  static final KeySchema KEY = KeySchema.of("id", KeyType.S);

  private BenchItems() {}

  /// Items of different keys.
  static List<String> of(long seed, int count) {
    var random = new SplittableRandom(seed);
    var items = new ArrayList<String>(count);
    for (int i = 0; i < count; i++) {
      items.add(item(random, i));
    }
    return items;
  }

  private static String item(SplittableRandom random, int index) {
    return """
    {"updatedAt":{"N":"%d"},"email":{"S":"user%d@example.com"},"id":{"S":"%016x-%08x"},\
    "active":{"BOOL":%b},"tags":{"SS":["%s","%s"]},"balance":{"N":"%d.%02d"},\
    "address":{"M":{"street":{"S":"%d Example Street, 3rd floor"},"city":{"S":"Kōbe"},\
    "zip":{"S":"%05d"}}},"note":{"S":"%s"}}\
    """
        .formatted(
            1_600_000_000_000L + random.nextInt(1_000_000_000),
            random.nextInt(1_000_000),
            random.nextLong(),
            index,
            random.nextBoolean(),
            random.nextBoolean() ? "red" : "yellow",
            random.nextBoolean() ? "green" : "blue",
            random.nextInt(100_000),
            random.nextInt(100),
            random.nextInt(10_000),
            random.nextInt(100_000),
            "x".repeat(random.nextInt(40)));
  }
}
