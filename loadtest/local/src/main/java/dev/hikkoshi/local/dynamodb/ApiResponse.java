package dev.hikkoshi.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hikkoshi.local.http.HttpReply;
import java.util.UUID;
import java.util.zip.CRC32;
import org.eclipse.jetty.http.HttpFields;

/// The answer to an [ApiRequest]; the checksum header belongs to exactly this body.
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ApiResponse(int status, HttpFields headers, byte[] body) {
  static final String CONTENT_TYPE = "application/x-amz-json-1.0";
  static final String CRC = "x-amz-crc32";

  /// An answer of the front's own, with a new request id and the body's CRC-32.
  public static ApiResponse json(int status, JsonNode answer) {
    byte[] body = Json.bytes(answer);
    return new ApiResponse(
        status,
        HttpFields.build()
            .put("x-amzn-RequestId", UUID.randomUUID().toString())
            .put("Content-Type", CONTENT_TYPE)
            .put(CRC, crc32(body)),
        body);
  }

  /// An error as DynamoDB words it.
  ///
  /// @param type with its namespace, such as
  ///   `com.amazonaws.dynamodb.v20120810#TableNotFoundException`
  public static ApiResponse error(int status, String type, String message) {
    return json(status, Json.newObject().put("__type", type).put("message", message));
  }

  HttpReply reply() {
    return new HttpReply(status, headers, body);
  }

  static String crc32(byte[] body) {
    CRC32 crc = new CRC32();
    crc.update(body);
    return Long.toString(crc.getValue());
  }
}
