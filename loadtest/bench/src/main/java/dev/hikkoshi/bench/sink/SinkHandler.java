package dev.hikkoshi.bench.sink;

import dev.hikkoshi.local.http.HttpReply;
import dev.hikkoshi.local.http.LoopbackServer;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Between Jetty and a sink: reads the whole request, sends the whole answer. Blocking.
final class SinkHandler extends Handler.Abstract {
  private final Sink sink;

  private SinkHandler(Sink sink) {
    this.sink = sink;
  }

  /// Starts a server on any free port.
  static LoopbackServer serve(String name, Sink sink) throws IOException {
    return LoopbackServer.start(name, 0, new SinkHandler(sink));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    var call =
        new SinkCall(
            request.getMethod(),
            Request.getPathInContext(request),
            Objects.requireNonNullElse(request.getHttpURI().getQuery(), ""),
            request.getHeaders(),
            body(request));
    try {
      sink.answer(call).send(request, response, callback);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      HttpReply.cut(request, callback, new IOException("shutting down", e));
    }
    return true;
  }

  private static byte[] body(Request request) throws IOException {
    try (InputStream body = Content.Source.asInputStream(request)) {
      return body.readAllBytes();
    }
  }
}
