package dev.hikkoshi.local.dynamodb;

/// A call refused the way DynamoDB refuses it; becomes the answer, never a log line.
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String NAMESPACE = "com.amazonaws.dynamodb.v20120810#";
  private static final String VALIDATION = "com.amazon.coral.validate#ValidationException";
  private static final String SERIALIZATION = "com.amazon.coral.service#SerializationException";

  private final String type;

  private ApiException(String type, String message) {
    super(message);
    this.type = type;
  }

  /// @param name without its namespace, such as `TableNotFoundException`
  static ApiException of(String name, String message) {
    return new ApiException(NAMESPACE + name, message);
  }

  static ApiException validation(String message) {
    return new ApiException(VALIDATION, message);
  }

  static ApiException serialization(String message) {
    return new ApiException(SERIALIZATION, message);
  }

  ApiResponse response() {
    return ApiResponse.error(400, type, String.valueOf(getMessage()));
  }
}
