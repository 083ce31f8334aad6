package dev.hikkoshi.local.dynamodb;

import dev.hikkoshi.local.http.HttpForwarder;
import dev.hikkoshi.local.http.HttpReply;
import java.io.IOException;
import java.net.URI;

/// Passes calls on to another DynamoDB endpoint. Thread-safe.
final class Forwarder implements RequestHandler, AutoCloseable {
  private final HttpForwarder http;

  Forwarder(URI endpoint) {
    http = new HttpForwarder("dynamodb-forward", endpoint);
  }

  @Override
  public ApiResponse handle(ApiRequest request) throws IOException, InterruptedException {
    HttpReply reply = http.send("POST", "/", request.headers(), request.body());
    return new ApiResponse(reply.status(), reply.headers(), reply.body());
  }

  @Override
  public void close() {
    http.close();
  }
}
