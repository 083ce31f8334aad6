package dev.hikkoshi.common.bytes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.function.IntPredicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The same as byte by byte, for all kinds of bytes and above all for neighbours of what is sought.
class SwarTest {
  private static final int TRIES = 20_000;

  private static byte[] eight(SplittableRandom random, int near) {
    var bytes = new byte[Swar.BYTES];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] =
          (byte)
              switch (random.nextInt(4)) {
                case 0 -> random.nextInt(256);
                case 1 -> near ^ (1 << random.nextInt(8));
                case 2 -> near + random.nextInt(-1, 2);
                default -> 'a';
              };
    }
    return bytes;
  }

  /// Marks, byte by byte.
  private static long marks(byte[] bytes, IntPredicate meant) {
    long marks = 0;
    for (int i = 0; i < bytes.length; i++) {
      marks |= meant.test(bytes[i] & 0xFF) ? 0x80L << (Byte.SIZE * i) : 0;
    }
    return marks;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, '\n', '"', '\\', 0x7F, 0x80, 0xEF, 0xFF})
  void marksWhatIsMeant(int value) {
    long seed = 31L * value + 7;
    var random = new SplittableRandom(seed);
    for (int i = 0; i < TRIES; i++) {
      byte[] bytes = eight(random, value);
      long word = Swar.get(bytes, 0);
      long equal = marks(bytes, b -> b == value);
      assertThat(Swar.equal(word, value)).as("seed %d, %x", seed, word).isEqualTo(equal);
      assertThat(Long.lowestOneBit(Swar.firstEqual(word, value)))
          .as("seed %d, %x", seed, word)
          .isEqualTo(Long.lowestOneBit(equal));
      assertThat(Swar.notAscii(word)).isEqualTo(marks(bytes, b -> b > 0x7F));
      int first = Swar.first(equal);
      for (int k = 0; k < first; k++) {
        assertThat(bytes[k] & 0xFF).isNotEqualTo(value);
      }
      assertThat(first == Swar.BYTES || (bytes[first] & 0xFF) == value).isTrue();
      assertThat(Swar.withoutFirst(equal)).isEqualTo(equal ^ Long.lowestOneBit(equal));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, '\n', ' ', 0x7F, 0x80})
  void marksTheFirstThatIsLess(int value) {
    long seed = 31L * value + 8;
    var random = new SplittableRandom(seed);
    for (int i = 0; i < TRIES; i++) {
      byte[] bytes = eight(random, value);
      long word = Swar.get(bytes, 0);
      assertThat(Long.lowestOneBit(Swar.firstBelow(word, value)))
          .as("seed %d, %x", seed, word)
          .isEqualTo(Long.lowestOneBit(marks(bytes, b -> b < value)));
    }
  }
}
