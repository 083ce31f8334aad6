package dev.hikkoshi.common.queue;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hikkoshi.common.json.JsonCursor;
import dev.hikkoshi.common.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/// One SendMessage call, as bytes.
///
/// @param body of the request
/// @param md5 of the message's text
/// @param attributesMd5 of its attributes; empty if it has none
@SuppressWarnings("ArrayRecordComponent") // never compared
record SqsSend(byte[] body, String md5, String attributesMd5) {

  /// @return nothing for a message that is left to the SDK: of a FIFO queue, with attributes that
  ///   are no strings, or with anything else that is unusual
  static Optional<SqsSend> of(SendMessageRequest request) {
    boolean usual =
        request.queueUrl() != null
            && request.messageBody() != null
            && request.messageGroupId() == null
            && request.messageDeduplicationId() == null
            && request.messageSystemAttributes().isEmpty()
            && request.messageAttributes().values().stream().allMatch(SqsSend::isString);
    return usual ? Optional.of(usual(request)) : Optional.empty();
  }

  private static boolean isString(MessageAttributeValue value) {
    return value.dataType() != null && value.stringValue() != null && value.binaryValue() == null;
  }

  private static SqsSend usual(SendMessageRequest request) {
    byte[] text = request.messageBody().getBytes(UTF_8);
    var attributes = new TreeMap<>(request.messageAttributes());
    var out = new ByteArrayOutputStream(text.length + text.length / 4 + 512);
    out.writeBytes(ascii("{\"QueueUrl\":"));
    JsonEscape.string(out, request.queueUrl().getBytes(UTF_8));
    if (request.delaySeconds() != null) {
      out.writeBytes(ascii(",\"DelaySeconds\":" + request.delaySeconds()));
    }
    if (request.hasMessageAttributes()) {
      attributes(out, attributes);
    }
    out.writeBytes(ascii(",\"MessageBody\":"));
    JsonEscape.string(out, text);
    out.write('}');
    return new SqsSend(
        out.toByteArray(),
        SqsMd5.of(text, 0, text.length),
        attributes.isEmpty() ? "" : SqsMd5.of(attributes));
  }

  private static void attributes(
      ByteArrayOutputStream out, Map<String, MessageAttributeValue> attributes) {
    out.writeBytes(ascii(",\"MessageAttributes\":{"));
    boolean first = true;
    for (var each : attributes.entrySet()) {
      if (!first) {
        out.write(',');
      }
      first = false;
      JsonEscape.string(out, each.getKey().getBytes(UTF_8));
      out.writeBytes(ascii(":{\"DataType\":"));
      JsonEscape.string(out, each.getValue().dataType().getBytes(UTF_8));
      out.writeBytes(ascii(",\"StringValue\":"));
      JsonEscape.string(out, each.getValue().stringValue().getBytes(UTF_8));
      out.write('}');
    }
    out.write('}');
  }

  /// @throws IOException if SQS has another message than was sent
  SendMessageResponse response(byte[] reply) throws IOException, MalformedJsonException {
    var response = SendMessageResponse.builder();
    var json = new JsonCursor();
    json.reset(reply, 0, reply.length).enterObject();
    String bodyMd5 = "";
    String returnedAttributesMd5 = "";
    while (json.nextField()) {
      switch (json.textAsString()) {
        case "MessageId" -> response.messageId(json.readString());
        case "SequenceNumber" -> response.sequenceNumber(json.readString());
        case "MD5OfMessageBody" -> bodyMd5 = json.readString();
        case "MD5OfMessageAttributes" -> returnedAttributesMd5 = json.readString();
        default -> json.skipValue();
      }
    }
    json.end();
    if (!bodyMd5.equals(md5) || !returnedAttributesMd5.equals(attributesMd5)) {
      throw new IOException("SQS has another message than was sent: its MD5 differs");
    }
    response.md5OfMessageBody(bodyMd5);
    if (!attributesMd5.isEmpty()) {
      response.md5OfMessageAttributes(attributesMd5);
    }
    return response.build();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(US_ASCII);
  }
}
