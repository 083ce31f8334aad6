package dev.hikkoshi.bench.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/// A message as SQS hands it out: its text as the inside of a JSON string, with its MD5.
///
/// @param parts escaped text, in pieces that other messages may share
/// @param md5 of the text, in hex
public record SqsMessage(List<byte[]> parts, String md5) {
  private static final String TEXT = "JMS_SQSMessageType";

  /// What the JMS library gives every text message.
  private static final byte[] ATTRIBUTES =
      ("\",\"Attributes\":{\"ApproximateReceiveCount\":\"1\"},\"MD5OfMessageAttributes\":\""
              + md5(attribute(TEXT, "String", "text"))
              + "\",\"MessageAttributes\":{\""
              + TEXT
              + "\":{\"DataType\":\"String\",\"StringValue\":\"text\"}}}")
          .getBytes(UTF_8);

  public SqsMessage {
    parts = List.copyOf(parts);
  }

  /// A message of one text.
  public static SqsMessage of(String text) {
    return new SqsMessage(List.of(escaped(text)), md5(text.getBytes(UTF_8)));
  }

  String receiptHandle() {
    return md5;
  }

  /// A text as the inside of a JSON string.
  static byte[] escaped(String text) {
    String quoted = TextNode.valueOf(text).toString();
    return quoted.substring(1, quoted.length() - 1).getBytes(UTF_8);
  }

  /// The answer of ReceiveMessage.
  static byte[] received(List<SqsMessage> messages) {
    if (messages.isEmpty()) {
      return new byte[] {'{', '}'};
    }
    var out = new ByteArrayOutputStream(200_000);
    out.writeBytes("{\"Messages\":[".getBytes(UTF_8));
    for (int i = 0; i < messages.size(); i++) {
      SqsMessage message = messages.get(i);
      out.writeBytes(
          ((i > 0 ? "," : "")
                  + "{\"MessageId\":\""
                  + message.md5
                  + "\",\"ReceiptHandle\":\""
                  + message.receiptHandle()
                  + "\",\"MD5OfBody\":\""
                  + message.md5
                  + "\",\"Body\":\"")
              .getBytes(UTF_8));
      message.parts.forEach(out::writeBytes);
      out.writeBytes(ATTRIBUTES);
    }
    out.writeBytes("]}".getBytes(UTF_8));
    return out.toByteArray();
  }

  /// The answer of SendMessage.
  static String sent(String text, JsonNode attributes) {
    String body = md5(text.getBytes(UTF_8));
    return "{\"MessageId\":\""
        + body
        + "\",\"MD5OfMessageBody\":\""
        + body
        + (attributes.isEmpty()
            ? ""
            : "\",\"MD5OfMessageAttributes\":\"" + md5(encoded(attributes)))
        + "\"}";
  }

  /// Attributes as SQS takes their MD5: by name, each part preceded by its length.
  private static byte[] encoded(JsonNode attributes) {
    var names = new ArrayList<String>();
    attributes.fieldNames().forEachRemaining(names::add);
    names.sort(null);
    var out = new ByteArrayOutputStream();
    for (String name : names) {
      JsonNode value = attributes.path(name);
      out.writeBytes(
          attribute(name, value.path("DataType").asText(), value.path("StringValue").asText()));
    }
    return out.toByteArray();
  }

  private static byte[] attribute(String name, String type, String value) {
    byte[] n = name.getBytes(UTF_8);
    byte[] t = type.getBytes(UTF_8);
    byte[] v = value.getBytes(UTF_8);
    return ByteBuffer.allocate(n.length + t.length + v.length + 3 * Integer.BYTES + 1)
        .putInt(n.length)
        .put(n)
        .putInt(t.length)
        .put(t)
        .put((byte) 1) // a string
        .putInt(v.length)
        .put(v)
        .array();
  }

  static String md5(byte[]... parts) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      Arrays.stream(parts).forEach(md5::update);
      return HexFormat.of().formatHex(md5.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has MD5
    }
  }
}
