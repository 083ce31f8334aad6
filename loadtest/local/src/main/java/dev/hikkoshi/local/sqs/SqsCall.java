package dev.hikkoshi.local.sqs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import org.eclipse.jetty.http.HttpFields;

/// One call of SQS as it came in; the body must not be changed.
///
/// @param target path and query
/// @param operation such as `SendMessage`; empty if it is not of the JSON protocol
@SuppressWarnings("ArrayRecordComponent") // never compared
record SqsCall(String method, String target, HttpFields headers, String operation, byte[] body) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String DELAY = "DelaySeconds";
  private static final int LONGEST_DELAY = 900;

  static SqsCall received(String method, String target, HttpFields headers, byte[] body) {
    String named = headers.get("X-Amz-Target");
    String operation = named == null ? "" : named.substring(named.lastIndexOf('.') + 1);
    return new SqsCall(method, target, headers, operation, body);
  }

  /// The queue's name; empty if it names none.
  String queue() {
    JsonNode fields = fields();
    String url = fields.path("QueueUrl").asText(fields.path("QueueName").asText(""));
    return url.substring(url.lastIndexOf('/') + 1);
  }

  /// The same message, sent later.
  SqsCall delayed(Duration by) throws IOException {
    if (!(fields() instanceof ObjectNode fields)) {
      return this;
    }
    long seconds = fields.path(DELAY).asLong() + Math.max(1, by.toSeconds());
    fields.put(DELAY, Math.min(seconds, LONGEST_DELAY));
    return new SqsCall(method, target, headers, operation, JSON.writeValueAsBytes(fields));
  }

  private JsonNode fields() {
    try {
      return JSON.readTree(body);
    } catch (IOException notUnderstood) {
      return JSON.createObjectNode();
    }
  }
}
