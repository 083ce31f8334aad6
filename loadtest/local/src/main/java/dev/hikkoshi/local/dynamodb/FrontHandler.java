package dev.hikkoshi.local.dynamodb;

import dev.hikkoshi.local.http.HttpReply;
import java.io.IOException;
import java.io.InputStream;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Between Jetty and the chain: reads the whole request, sends the whole answer. Blocking.
final class FrontHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(FrontHandler.class);

  private final RequestHandler chain;

  FrontHandler(RequestHandler chain) {
    this.chain = chain;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    if (!request.getMethod().equals("POST")) {
      Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
      return true;
    }
    ApiRequest call = ApiRequest.received(request.getHeaders(), body(request));
    try {
      answer(call).reply().send(request, response, callback);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      HttpReply.cut(request, callback, new IOException("shutting down", e));
    } catch (IOException e) {
      LOG.atDebug().setCause(e).addKeyValue("operation", call.operation()).log("No answer");
      HttpReply.cut(request, callback, e);
    }
    return true;
  }

  private static byte[] body(Request request) throws IOException {
    try (InputStream body = Content.Source.asInputStream(request)) {
      return body.readAllBytes();
    }
  }

  private ApiResponse answer(ApiRequest call) throws IOException, InterruptedException {
    try {
      return chain.handle(call);
    } catch (ApiException e) {
      return e.response();
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).addKeyValue("operation", call.operation()).log("Request failed");
      return ApiResponse.error(
          HttpStatus.INTERNAL_SERVER_ERROR_500,
          "com.amazonaws.dynamodb.v20120810#InternalServerError",
          "The front failed: " + e);
    }
  }
}
