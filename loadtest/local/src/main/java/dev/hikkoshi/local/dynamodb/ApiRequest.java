package dev.hikkoshi.local.dynamodb;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import org.eclipse.jetty.http.HttpFields;

/// One call of DynamoDB's JSON 1.0 protocol as it came in. The body is passed on as it stands and
/// must not be changed.
///
/// @param operation such as `PutItem`; empty if the caller named none
@SuppressWarnings("ArrayRecordComponent") // never compared
public record ApiRequest(String operation, HttpFields headers, byte[] body) {
  private static final String TARGET = "X-Amz-Target";
  private static final String API_VERSION = "DynamoDB_20120810.";
  private static final String ANYBODY =
      "AWS4-HMAC-SHA256 Credential=front/20120810/us-east-1/dynamodb/aws4_request,"
          + " SignedHeaders=host, Signature=0";

  static ApiRequest received(HttpFields headers, byte[] body) {
    String target = headers.get(TARGET);
    String operation = target == null ? "" : target.substring(target.lastIndexOf('.') + 1);
    return new ApiRequest(operation, headers, body);
  }

  /// A call of the front itself.
  static ApiRequest own(String operation, byte[] body) {
    return new ApiRequest(
        operation,
        HttpFields.build()
            .put(TARGET, API_VERSION + operation)
            .put("Content-Type", ApiResponse.CONTENT_TYPE)
            .put("Authorization", ANYBODY),
        body);
  }

  /// The body's fields; an object without any if there is no body.
  ///
  /// @throws ApiException if it is not a JSON object
  Fields fields() {
    return new Fields(Json.object(body));
  }

  /// Whether the body contains this ASCII text anywhere; a table's name spelled with escapes is
  /// missed.
  boolean mentions(String text) {
    return new String(body, ISO_8859_1).contains(text);
  }
}
