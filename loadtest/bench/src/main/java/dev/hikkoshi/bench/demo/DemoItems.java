package dev.hikkoshi.bench.demo;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Items of all ten attribute types, with what goes wrong elsewhere: nested maps and lists, sets,
/// 38-digit numbers, empty strings, text beyond the BMP, attributes named like types. The same
/// index gives the same item.
final class DemoItems {
  private static final String[] WORDS = {
    "引っ越し", "naïve", "", "a\"b\\c", "𝄞 clef", "line\nfeed", "plain", "\u0000nul"
  };
  private static final String[] NUMBERS = {
    "0",
    "-1",
    "3.14",
    "12345678901234567890123456789012345678",
    "1E-130",
    "9.9999999999999999999999999999999999999E+125",
    "-0.00000000000000000000000000000000000000000001",
    "1E+20"
  };

  private DemoItems() {}

  /// Key: `id` (S).
  static Map<String, AttributeValue> item(long index) {
    var random = new SplittableRandom(index);
    return Map.ofEntries(
        Map.entry("id", text("item-" + index)),
        Map.entry("S", text(pick(WORDS, random))),
        Map.entry("N", number(pick(NUMBERS, random))),
        Map.entry("B", bytes(random, random.nextInt(40))),
        Map.entry("M", AttributeValue.fromM(nested(random, 3))),
        Map.entry("flag", AttributeValue.fromBool(random.nextBoolean())),
        Map.entry("nothing", AttributeValue.fromNul(true)),
        Map.entry(
            "list",
            AttributeValue.fromL(
                List.of(text(pick(WORDS, random)), number("7"), AttributeValue.fromL(List.of())))),
        Map.entry(
            "strings", AttributeValue.fromSs(List.of("zeta", "alpha", "𝔘nicode", "s" + index))),
        Map.entry(
            "numbers",
            AttributeValue.fromNs(List.of("10", "9", "-0.5", Long.toString(100 + index)))),
        Map.entry(
            "binaries",
            AttributeValue.fromBs(
                List.of(
                    SdkBytes.fromByteArray(new byte[] {0, -1}),
                    SdkBytes.fromUtf8String("b" + index)))),
        Map.entry("payload", text("x".repeat(random.nextInt(120)))));
  }

  private static Map<String, AttributeValue> nested(SplittableRandom random, int depth) {
    return depth == 0
        ? Map.of()
        : Map.of(
            "S", text(pick(WORDS, random)),
            "L",
                AttributeValue.fromL(
                    List.of(number(pick(NUMBERS, random)), AttributeValue.fromBool(true))),
            "M", AttributeValue.fromM(nested(random, depth - 1)));
  }

  private static AttributeValue text(String value) {
    return AttributeValue.fromS(value);
  }

  private static AttributeValue number(String value) {
    return AttributeValue.fromN(value);
  }

  private static AttributeValue bytes(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return AttributeValue.fromB(SdkBytes.fromByteArray(bytes));
  }

  private static String pick(String[] values, SplittableRandom random) {
    return values[random.nextInt(values.length)];
  }
}
