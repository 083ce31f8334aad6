package dev.hikkoshi.common.bytes;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// SIMD within a register: eight bytes of an array as one `long`, the first of them its lowest.
///
/// Questions about all eight are answered with marks: the highest bit of each byte that is meant.
/// Those that begin with `first` cost less, but only their lowest mark is exact: bytes behind it
/// may be marked that should not be. Source: "Bit Twiddling Hacks" (Sean Eron Anderson), "Determine
/// if a word has a zero byte".
public final class Swar {
  /// How many bytes a word holds.
  public static final int BYTES = Long.BYTES;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private Swar() {}

  /// The eight bytes from `at` on.
  ///
  /// @throws IndexOutOfBoundsException if there are fewer
  public static long get(byte[] bytes, int at) {
    return (long) WORD.get(bytes, at);
  }

  /// Writes eight bytes from `at` on.
  ///
  /// @throws IndexOutOfBoundsException if there is no room for them
  public static void set(byte[] bytes, int at, long word) {
    WORD.set(bytes, at, word);
  }

  /// Marks the bytes that are `value`, each exactly.
  ///
  /// @param value 0 to 255
  public static long equal(long word, int value) {
    long other = word ^ (ONES * value);
    return ~(((other & ~HIGH_BITS) + ~HIGH_BITS) | other | ~HIGH_BITS);
  }

  /// Marks the first byte that is `value`.
  ///
  /// @param value 0 to 255
  public static long firstEqual(long word, int value) {
    long other = word ^ (ONES * value);
    return (other - ONES) & ~other & HIGH_BITS;
  }

  /// Marks the first byte that is less than `value`.
  ///
  /// @param value 1 to 128
  public static long firstBelow(long word, int value) {
    return (word - ONES * value) & ~word & HIGH_BITS;
  }

  /// Marks the bytes that are not ASCII, each exactly.
  public static long notAscii(long word) {
    return word & HIGH_BITS;
  }

  /// Which byte the lowest mark is at, from 0; 8 if there is none.
  public static int first(long marks) {
    return Long.numberOfTrailingZeros(marks) >>> 3;
  }

  /// The marks without the lowest.
  public static long withoutFirst(long marks) {
    return marks & (marks - 1);
  }
}
