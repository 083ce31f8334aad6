package dev.hikkoshi.local.s3;

import java.io.IOException;
import java.util.Set;

/// An operation and the requests that mean it.
///
/// @param required query parameters that must be there; they choose the operation
/// @param optional query parameters the operation understands besides; any other is refused
record Route(
    String method,
    Address.Level level,
    Set<String> required,
    Set<String> optional,
    Operation operation) {

  /// What one S3 operation does with a request.
  interface Operation {
    S3Response handle(S3Request request) throws IOException;
  }

  boolean accepts(S3Request request) {
    return method.equals(request.method())
        && level == request.address().level()
        && request.query().keySet().containsAll(required);
  }

  boolean understands(String parameter) {
    return required.contains(parameter) || optional.contains(parameter);
  }
}
