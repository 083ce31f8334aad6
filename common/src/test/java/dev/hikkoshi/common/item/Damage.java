package dev.hikkoshi.common.item;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Damages text: one to three bytes changed, removed, doubled or inserted, or the end cut off.
public final class Damage {
  private static final byte[] NASTY = {
    '"',
    '\\',
    '{',
    '}',
    '[',
    ']',
    ',',
    ':',
    '0',
    '9',
    '-',
    '.',
    'e',
    'u',
    't',
    'n',
    ' ',
    '\n',
    0,
    0x1F,
    0x7F,
    (byte) 0x80,
    (byte) 0xC0,
    (byte) 0xE0,
    (byte) 0xED,
    (byte) 0xF4,
    (byte) 0xFF
  };

  private Damage() {}

  public static byte[] to(byte[] text, RandomGenerator random) {
    byte[] damaged = text;
    int times = 1 + random.nextInt(3);
    for (int i = 0; i < times && damaged.length > 0; i++) {
      damaged = once(damaged, random);
    }
    return damaged;
  }

  /// Whether the reference takes this for JSON without duplicate names.
  static boolean isJson(byte[] text) {
    try {
      ReferenceItem.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static byte[] once(byte[] text, RandomGenerator random) {
    int at = random.nextInt(text.length);
    byte nasty = NASTY[random.nextInt(NASTY.length)];
    return switch (random.nextInt(12)) {
      case 0 -> Arrays.copyOf(text, at);
      case 1, 2, 3 -> splice(text, at, at + 1);
      case 4, 5 -> splice(text, at, at, nasty);
      case 6, 7 -> splice(text, at, at + 1, text[at], text[at]);
      case 8, 9 -> splice(text, at, at + 1, nasty);
      default -> splice(text, at, at + 1, (byte) (text[at] ^ 1 << random.nextInt(8)));
    };
  }

  private static byte[] splice(byte[] text, int from, int to, byte... with) {
    byte[] spliced = new byte[text.length - (to - from) + with.length];
    System.arraycopy(text, 0, spliced, 0, from);
    System.arraycopy(with, 0, spliced, from, with.length);
    System.arraycopy(text, to, spliced, from + with.length, text.length - to);
    return spliced;
  }
}
