package dev.hikkoshi.common.queue;

import com.amazon.sqs.javamessaging.AmazonSQSExtendedClientUtil;
import dev.hikkoshi.common.json.JsonCursor;
import dev.hikkoshi.common.json.MalformedJsonException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A message as ReceiveMessage hands it out.
///
/// @param utf8 its text
/// @param receiveCount how many times it was handed out so far
/// @param pointer the attributes that say that its text is a pointer to a payload; usually none
record SqsMessage(
    byte[] utf8, String receiptHandle, int receiveCount, Map<String, String> pointer) {
  /// What is asked for beside text and receipt handle.
  static final String WANTED =
      ",\"AttributeNames\":[\"ApproximateReceiveCount\"],\"MessageAttributeNames\":["
          + AmazonSQSExtendedClientUtil.RESERVED_ATTRIBUTE_NAMES.stream()
              .map(name -> "\"" + name + "\"")
              .collect(Collectors.joining(","))
          + "]";

  /// Reads the answer to a request for one message.
  static Optional<SqsMessage> read(JsonCursor json) throws MalformedJsonException {
    Optional<SqsMessage> message = Optional.empty();
    json.enterObject();
    while (json.nextField()) {
      if (!json.textAsString().equals("Messages")) {
        json.skipValue();
        continue;
      }
      json.enterArray();
      while (json.nextElement()) {
        if (message.isPresent()) {
          throw json.malformed("more than one message");
        }
        message = Optional.of(message(json));
      }
    }
    json.end();
    return message;
  }

  private static SqsMessage message(JsonCursor json) throws MalformedJsonException {
    byte[] text = {};
    String handle = "";
    int count = 1;
    Map<String, String> pointer = Map.of();
    json.enterObject();
    while (json.nextField()) {
      switch (json.textAsString()) {
        case "Body" -> {
          json.readText();
          text = Arrays.copyOfRange(json.textBytes(), json.textFrom(), json.textTo());
        }
        case "ReceiptHandle" -> handle = json.readString();
        case "Attributes" -> count = receiveCount(json);
        case "MessageAttributes" -> pointer = values(json);
        default -> json.skipValue();
      }
    }
    if (handle.isEmpty()) {
      throw json.malformed("a message without receipt handle");
    }
    return new SqsMessage(text, handle, count, pointer);
  }

  private static int receiveCount(JsonCursor json) throws MalformedJsonException {
    int count = 1;
    json.enterObject();
    while (json.nextField()) {
      if (json.textAsString().equals("ApproximateReceiveCount")) {
        count = Integer.parseInt(json.readString());
      } else {
        json.skipValue();
      }
    }
    return count;
  }

  /// The texts of reserved attributes; whatever else a message has is nothing to us.
  private static Map<String, String> values(JsonCursor json) throws MalformedJsonException {
    var values = new HashMap<String, String>();
    json.enterObject();
    while (json.nextField()) {
      String name = json.textAsString();
      json.enterObject();
      while (json.nextField()) {
        if (json.textAsString().equals("StringValue")) {
          values.put(name, json.readString());
        } else {
          json.skipValue();
        }
      }
    }
    values.keySet().retainAll(AmazonSQSExtendedClientUtil.RESERVED_ATTRIBUTE_NAMES);
    return values;
  }
}
