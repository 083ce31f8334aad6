package dev.hikkoshi.common.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/// Writes text as a JSON string (RFC 8259): only what must be escaped is.
final class JsonEscape {
  private JsonEscape() {}

  /// @param utf8 the text
  static void string(ByteArrayOutputStream out, byte[] utf8) {
    out.write('"');
    byte[] escaped = new byte[size(utf8)];
    int o = 0;
    for (byte b : utf8) {
      if (b == '"' || b == '\\') {
        escaped[o++] = '\\';
        escaped[o++] = b;
      } else if (b >= 0 && b < ' ') {
        byte[] code = ("\\u00" + HexFormat.of().toHexDigits(b)).getBytes(US_ASCII);
        System.arraycopy(code, 0, escaped, o, code.length);
        o += code.length;
      } else {
        escaped[o++] = b;
      }
    }
    out.writeBytes(escaped);
    out.write('"');
  }

  private static int size(byte[] utf8) {
    int size = utf8.length;
    for (byte b : utf8) {
      if (b == '"' || b == '\\') {
        size++;
      } else if (b >= 0 && b < ' ') {
        size += 5;
      }
    }
    return size;
  }
}
