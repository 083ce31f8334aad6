package dev.hikkoshi.local.dynamodb;

import java.time.Instant;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Names as AWS gives them. Thread-safe if the generator is.
final class ExportNames {
  private static final String BASE_32 = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int FULL_DIGITS = 25;

  private final RandomGenerator random;

  ExportNames(RandomGenerator random) {
    this.random = random;
  }

  /// Such as `01715685260608-c488b4e1`: milliseconds and chance.
  String exportId(Instant time) {
    return "%014d-%s".formatted(time.toEpochMilli(), HexFormat.of().toHexDigits(random.nextInt()));
  }

  /// 128 random bits in base 32, such as `uimbi7eofu2b5kzkxe63gsvb6i`: of the last digit only three
  /// bits are used.
  String dataFile() {
    StringBuilder name = new StringBuilder(FULL_DIGITS + 1);
    for (int i = 0; i < FULL_DIGITS; i++) {
      name.append(BASE_32.charAt(random.nextInt(32)));
    }
    return name.append(BASE_32.charAt(random.nextInt(8) * 4)).toString();
  }
}
