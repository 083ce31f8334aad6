package dev.hikkoshi.producer.inventory;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/// Decodes keys, exactly or not at all: what is not UTF-8 is refused, never replaced. For one
/// thread.
final class KeyCoding {
  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
  private byte[] bytes = new byte[1024];

  /// Decodes a URL-encoded key: `%XX` is a byte of UTF-8 and `+` a space. Dots and slashes mean
  /// nothing.
  String decodeUrl(String encoded) throws MalformedRowException {
    if (encoded.indexOf('%') < 0 && encoded.indexOf('+') < 0) {
      return encoded;
    }
    if (bytes.length < 3 * encoded.length()) {
      bytes = new byte[3 * encoded.length()];
    }
    int count = 0;
    boolean ascii = true;
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      int value = c;
      if (c == '%') {
        value = hex(encoded, i + 1) << 4 | hex(encoded, i + 2);
        i += 2;
      } else if (c == '+') {
        value = ' ';
      } else if (c >= 0x80) {
        throw new MalformedRowException("key '" + encoded + "' is not URL-encoded");
      }
      ascii &= value < 0x80;
      bytes[count++] = (byte) value;
    }
    return ascii
        ? new String(bytes, 0, count, StandardCharsets.ISO_8859_1)
        : decodeUtf8(bytes, 0, count);
  }

  private static int hex(String encoded, int at) throws MalformedRowException {
    int digit = at < encoded.length() ? Character.digit(encoded.charAt(at), 16) : -1;
    if (digit < 0) {
      throw new MalformedRowException(
          "key '" + encoded + "' is not URL-encoded: % without two hexadecimal digits");
    }
    return digit;
  }

  String decodeUtf8(byte[] buffer, int from, int length) throws MalformedRowException {
    try {
      return utf8.decode(ByteBuffer.wrap(buffer, from, length)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedRowException(
          "key is not UTF-8: " + new String(buffer, from, length, StandardCharsets.UTF_8));
    }
  }
}
