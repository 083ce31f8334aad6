package dev.hikkoshi.local.dynamodb;

import java.io.IOException;

/// Answers DynamoDB calls. Thread-safe; may block.
@FunctionalInterface
public interface RequestHandler {
  /// @throws IOException if there is no answer: the client's connection is cut
  ApiResponse handle(ApiRequest request) throws IOException, InterruptedException;
}
