package dev.hikkoshi.common.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;

/// What DynamoDB's error responses mean for the one who has to react.
///
/// @param code the error's name, without its namespace
/// @param message AWS's words
/// @param kind how to react
/// @param hotKeyRange of a throttled request: whether only one partition has no more capacity
public record AwsError(String code, String message, Kind kind, boolean hotKeyRange) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// How to react.
  public enum Kind {
    /// Too fast: later, slower.
    THROTTLED,
    /// Nobody's fault: again.
    TRANSIENT,
    /// The request itself can never succeed.
    INVALID,
    /// Nothing this caller sends is accepted: wait until someone mends it.
    UNAVAILABLE
  }

  /// Reads an error response:
  /// `{"__type":"<namespace>#<code>","message":…,"ThrottlingReasons":[{"reason":…,"resource":…}]}`.
  public static AwsError read(RawDynamoDb.Reply reply) {
    JsonNode body;
    try {
      body = JSON.readTree(reply.body());
    } catch (IOException e) {
      body = JSON.createObjectNode();
    }
    String type = body.path("__type").asText("");
    String code = type.substring(type.lastIndexOf('#') + 1);
    String message =
        body.path("message").asText(body.path("Message").asText("HTTP status " + reply.status()));
    return new AwsError(code, message, kind(reply.status(), code, message), hotKeyRange(body));
  }

  private static Kind kind(int status, String code, String message) {
    if (status >= 500) {
      return Kind.TRANSIENT;
    }
    return switch (code) {
      case "ProvisionedThroughputExceededException",
          "ThrottlingException",
          "RequestLimitExceeded",
          "LimitExceededException" ->
          Kind.THROTTLED;
      case "ValidationException",
          "SerializationException",
          "ItemCollectionSizeLimitExceededException" ->
          Kind.INVALID;
      case "InternalServerError",
          "ServiceUnavailable",
          "ReplicatedWriteConflictException",
          "TransactionConflictException",
          "RequestTimeoutException" ->
          Kind.TRANSIENT;
      case "InvalidSignatureException" ->
          // Signed for an instant too long ago: the next request is signed for a later one.
          message.contains("expired") ? Kind.TRANSIENT : Kind.UNAVAILABLE;
      default -> Kind.UNAVAILABLE;
    };
  }

  private static boolean hotKeyRange(JsonNode body) {
    JsonNode reasons = body.path("ThrottlingReasons");
    if (reasons.isEmpty()) {
      return false;
    }
    for (JsonNode reason : reasons) {
      if (!reason.path("reason").asText().contains("KeyRange")) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return code.isEmpty() ? message : code + ": " + message;
  }
}
