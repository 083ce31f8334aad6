package dev.hikkoshi.common.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hikkoshi.common.json.JsonCursor;
import dev.hikkoshi.common.json.JsonKind;
import dev.hikkoshi.common.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/// ReceiveMessage as bytes.
final class SqsReceive {
  private SqsReceive() {}

  /// The request's body.
  ///
  /// @return nothing for a request that is left to the SDK
  @SuppressWarnings("deprecation") // what the JMS library asks for
  static Optional<byte[]> request(ReceiveMessageRequest request, int waitSeconds) {
    if (request.queueUrl() == null
        || request.visibilityTimeout() != null
        || request.receiveRequestAttemptId() != null) {
      return Optional.empty();
    }
    var out = new ByteArrayOutputStream(256);
    out.writeBytes("{\"QueueUrl\":".getBytes(UTF_8));
    JsonEscape.string(out, request.queueUrl().getBytes(UTF_8));
    names(out, "AttributeNames", request.attributeNamesAsStrings());
    names(out, "MessageSystemAttributeNames", request.messageSystemAttributeNamesAsStrings());
    names(out, "MessageAttributeNames", request.messageAttributeNames());
    if (request.maxNumberOfMessages() != null) {
      out.writeBytes((",\"MaxNumberOfMessages\":" + request.maxNumberOfMessages()).getBytes(UTF_8));
    }
    out.writeBytes((",\"WaitTimeSeconds\":" + waitSeconds + "}").getBytes(UTF_8));
    return Optional.of(out.toByteArray());
  }

  private static void names(ByteArrayOutputStream out, String field, List<String> names) {
    if (names.isEmpty()) {
      return;
    }
    out.writeBytes((",\"" + field + "\":[").getBytes(UTF_8));
    for (int i = 0; i < names.size(); i++) {
      if (i > 0) {
        out.write(',');
      }
      JsonEscape.string(out, names.get(i).getBytes(UTF_8));
    }
    out.write(']');
  }

  /// @throws IOException if a message is not what its MD5 sums say
  static ReceiveMessageResponse response(byte[] reply) throws IOException, MalformedJsonException {
    var messages = new ArrayList<Message>();
    var json = new JsonCursor();
    json.reset(reply, 0, reply.length).enterObject();
    while (json.nextField()) {
      if (json.textAsString().equals("Messages") && json.peek() == JsonKind.ARRAY) {
        json.enterArray();
        while (json.nextElement()) {
          messages.add(message(json));
        }
      } else {
        json.skipValue();
      }
    }
    json.end();
    var response = ReceiveMessageResponse.builder();
    return messages.isEmpty() ? response.build() : response.messages(messages).build();
  }

  private static Message message(JsonCursor json) throws IOException, MalformedJsonException {
    var message = Message.builder();
    String md5 = "";
    String md5Said = "";
    String attributesSaid = "";
    Map<String, MessageAttributeValue> attributes = Map.of();
    json.enterObject();
    while (json.nextField()) {
      switch (json.textAsString()) {
        case "MessageId" -> message.messageId(json.readString());
        case "ReceiptHandle" -> message.receiptHandle(json.readString());
        case "MD5OfBody" -> md5Said = json.readString();
        case "MD5OfMessageAttributes" -> attributesSaid = json.readString();
        case "Body" -> {
          json.readText();
          md5 = SqsMd5.of(json.textBytes(), json.textFrom(), json.textTo());
          message.body(json.textAsString());
        }
        case "Attributes" -> message.attributesWithStrings(strings(json));
        case "MessageAttributes" -> attributes = attributes(json);
        default -> json.skipValue();
      }
    }
    if (!md5.equals(md5Said)
        || !attributesSaid.equals(attributes.isEmpty() ? "" : SqsMd5.of(attributes))) {
      throw new IOException("a message is damaged: its MD5 differs");
    }
    message.md5OfBody(md5Said);
    if (!attributes.isEmpty()) {
      message.messageAttributes(attributes).md5OfMessageAttributes(attributesSaid);
    }
    return message.build();
  }

  private static Map<String, String> strings(JsonCursor json) throws MalformedJsonException {
    var strings = new HashMap<String, String>();
    json.enterObject();
    while (json.nextField()) {
      String name = json.textAsString();
      strings.put(name, json.readString());
    }
    return strings;
  }

  private static Map<String, MessageAttributeValue> attributes(JsonCursor json)
      throws MalformedJsonException {
    var attributes = new HashMap<String, MessageAttributeValue>();
    json.enterObject();
    while (json.nextField()) {
      String name = json.textAsString();
      var value = MessageAttributeValue.builder();
      json.enterObject();
      while (json.nextField()) {
        switch (json.textAsString()) {
          case "DataType" -> value.dataType(json.readString());
          case "StringValue" -> value.stringValue(json.readString());
          case "BinaryValue" ->
              value.binaryValue(
                  SdkBytes.fromByteArray(Base64.getDecoder().decode(json.readString())));
          default -> json.skipValue();
        }
      }
      attributes.put(name, value.build());
    }
    return attributes;
  }
}
