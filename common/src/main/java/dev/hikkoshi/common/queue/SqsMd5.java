package dev.hikkoshi.common.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;

/// The MD5 sums with which SQS says what it has, in hex. Source: "Calculating the MD5 message
/// digest for message attributes" in the Amazon SQS Developer Guide.
final class SqsMd5 {
  private static final byte STRING = 1;
  private static final byte BINARY = 2;

  private SqsMd5() {}

  /// Of a message's text.
  static String of(byte[] utf8, int from, int to) {
    MessageDigest md5 = create();
    md5.update(utf8, from, to - from);
    return HexFormat.of().formatHex(md5.digest());
  }

  /// Of a message's attributes: by name, each part preceded by its length.
  static String of(Map<String, MessageAttributeValue> attributes) {
    MessageDigest md5 = create();
    new TreeMap<>(attributes)
        .forEach((name, value) -> {
          update(md5, name.getBytes(UTF_8));
          update(md5, value.dataType().getBytes(UTF_8));
          if (value.stringValue() != null) {
            md5.update(STRING);
            update(md5, value.stringValue().getBytes(UTF_8));
          } else {
            md5.update(BINARY);
            update(md5, value.binaryValue().asByteArray());
          }
        });
    return HexFormat.of().formatHex(md5.digest());
  }

  private static void update(MessageDigest md5, byte[] part) {
    md5.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).flip());
    md5.update(part);
  }

  private static MessageDigest create() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has MD5
    }
  }
}
