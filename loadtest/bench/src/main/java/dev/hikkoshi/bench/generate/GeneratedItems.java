package dev.hikkoshi.bench.generate;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.KeyType;
import java.util.Base64;
import java.util.SplittableRandom;
import java.util.function.LongFunction;

/// Items of all ten attribute types with the key `id`, a text that begins with random digits. The
/// same seed, size and index give the same item; different indexes have different keys.
/// Thread-safe.
///
/// @param seed which items
/// @param itemBytes of each as DynamoDB counts, within a few per cent; [#LEAST_BYTES] to
///   [#MOST_BYTES]
record GeneratedItems(long seed, int itemBytes) implements LongFunction<byte[]> {
  static final KeySchema KEY = KeySchema.of("id", KeyType.S);
  static final int LEAST_BYTES = 330;
  static final int MOST_BYTES = 300_000;

  /// Of all but the payload.
  private static final int OTHER_BYTES = 308;

  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

  /// The UTF-8 of an item's DynamoDB JSON.
  @Override
  public byte[] apply(long index) {
    var random = new SplittableRandom(new SplittableRandom(seed ^ index).nextLong() + index);
    int score = random.nextInt(1_000_000);
    return """
    {"id":{"S":"%016x-%016x"},"updatedAt":{"N":"%d"},"balance":{"N":"-%d.%02d"},\
    "picture":{"B":"%s"},"active":{"BOOL":%b},"nothing":{"NULL":true},\
    "address":{"M":{"street":{"S":"%d Example Street, 3rd floor"},"city":{"S":"神戸 Kōbe"},\
    "lines":{"L":[{"S":"引っ越し \\"moving\\""},{"N":"1E-130"},{"M":{}}]}}},\
    "tags":{"SS":["%s","%s"]},"scores":{"NS":["%d","%d"]},"hashes":{"BS":["%s","%s"]},\
    "payload":{"S":"%s"}}\
    """
        .formatted(
            random.nextLong(),
            index,
            1_600_000_000_000L + random.nextInt(1_000_000_000),
            1 + random.nextInt(100_000),
            random.nextInt(100),
            bytes(random, 48),
            random.nextBoolean(),
            1_000 + random.nextInt(9_000),
            random.nextBoolean() ? "red" : "yellow",
            random.nextBoolean() ? "green" : "blue",
            score,
            score + 1,
            bytes(random, 16),
            bytes(random, 15),
            text(random, itemBytes - OTHER_BYTES))
        .getBytes(UTF_8);
  }

  private static String bytes(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private static String text(SplittableRandom random, int length) {
    var text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return text.toString();
  }
}
