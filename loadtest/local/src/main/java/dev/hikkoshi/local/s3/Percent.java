package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.S3Error;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Percent-encoding, exactly once each way.
final class Percent {
  private static final String PLAIN = "-_.*/";

  private Percent() {}

  /// Decodes UTF-8 percent-encoding; `+` stays itself.
  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] == '%') {
        decoded.put((byte) ((hex(raw, i + 1) << 4) | hex(raw, i + 2)));
        i += 2;
      } else {
        decoded.put(raw[i]);
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(decoded.flip()).toString();
    } catch (CharacterCodingException _) {
      throw S3Error.INVALID_URI.exception();
    }
  }

  /// Decodes a query parameter, where `+` is a space.
  static String decodeQuery(String text) {
    return decode(text.replace('+', ' '));
  }

  /// Encodes as S3 does in listings with `encoding-type=url`: a space becomes `+`, `/` stays.
  static String encodeListed(String text) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream(text.length() + 16);
    for (byte each : text.getBytes(StandardCharsets.UTF_8)) {
      if (each == ' ') {
        encoded.write('+');
      } else if (each > 0 && (Character.isLetterOrDigit(each) || PLAIN.indexOf(each) >= 0)) {
        encoded.write(each);
      } else {
        encoded.write('%');
        encoded.write(Character.toUpperCase(Character.forDigit((each >> 4) & 0xf, 16)));
        encoded.write(Character.toUpperCase(Character.forDigit(each & 0xf, 16)));
      }
    }
    return encoded.toString(StandardCharsets.US_ASCII);
  }

  private static int hex(byte[] raw, int at) {
    int digit = at < raw.length ? Character.digit(raw[at], 16) : -1;
    if (digit < 0) {
      throw S3Error.INVALID_URI.exception();
    }
    return digit;
  }
}
