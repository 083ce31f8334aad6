package dev.hikkoshi.bench.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.local.http.HttpReply;
import java.io.IOException;
import java.util.zip.CRC32;
import org.eclipse.jetty.http.HttpFields;

/// Answers of AWS's JSON protocol.
final class JsonReplies {
  private static final HttpFields HEADERS =
      HttpFields.build().put("Content-Type", "application/x-amz-json-1.0").asImmutable();

  static final HttpReply NOTHING = reply("{}");

  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonReplies() {}

  static JsonNode read(SinkCall call) throws IOException {
    return JSON.readTree(call.body());
  }

  static HttpReply reply(String json) {
    return reply(json.getBytes(UTF_8));
  }

  static HttpReply reply(byte[] json) {
    return new HttpReply(200, HEADERS, json);
  }

  /// With the checksum that DynamoDB's answers carry.
  static HttpReply checked(String json) {
    return checked(json.getBytes(UTF_8));
  }

  /// With the checksum that DynamoDB's answers carry.
  static HttpReply checked(byte[] json) {
    var crc = new CRC32();
    crc.update(json);
    return new HttpReply(
        200, HttpFields.build(HEADERS).put("x-amz-crc32", Long.toString(crc.getValue())), json);
  }

  /// A refusal of an operation that a sink does not know.
  static HttpReply unknown(SinkCall call) {
    return new HttpReply(
        400,
        HEADERS,
        ("{\"__type\":\"com.amazonaws#UnknownOperationException\",\"message\":\"a sink does not know "
                + call.operation()
                + "\"}")
            .getBytes(UTF_8));
  }
}
