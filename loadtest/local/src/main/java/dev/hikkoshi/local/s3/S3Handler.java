package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.http.HttpReply;
import dev.hikkoshi.local.http.LostConnectionException;
import dev.hikkoshi.local.s3.store.S3Error;
import dev.hikkoshi.local.s3.store.S3Exception;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Between Jetty and the operations: reads the request, sends the answer or the error. Blocking.
final class S3Handler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(S3Handler.class);

  private final Route.Operation operations;
  private final AtomicLong requests = new AtomicLong();

  S3Handler(Route.Operation operations) {
    this.operations = operations;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    String id = "%016X".formatted(requests.incrementAndGet());
    boolean head = request.getMethod().equals("HEAD");
    S3Response answer;
    try {
      answer = answer(request, id);
    } catch (LostConnectionException e) {
      HttpReply.cut(request, callback, e);
      return true;
    }
    response.setStatus(answer.status());
    HttpFields.Mutable headers = response.getHeaders();
    headers.put("Server", "AmazonS3");
    headers.put("x-amz-request-id", id);
    headers.put("x-amz-id-2", id);
    answer.headers().forEach(headers::put);
    boolean breaksOff = headers.contains("Content-Length");
    if (!breaksOff && answer.status() != 204 && answer.status() != 304) {
      headers.put("Content-Length", answer.body().length());
    }
    if (breaksOff) {
      send(response, answer, false);
      HttpReply.cut(request, callback, new LostConnectionException("breaks off"));
      return true;
    }
    if (!head) {
      send(response, answer, true);
    }
    callback.succeeded();
    return true;
  }

  private S3Response answer(Request request, String id) throws IOException {
    String path = request.getHttpURI().getPath();
    try (InputStream body = Content.Source.asInputStream(request)) {
      try {
        return operations.handle(
            new S3Request(
                request.getMethod(),
                Address.of(host(request), path == null || path.isEmpty() ? "/" : path),
                S3Request.parseQuery(request.getHttpURI().getQuery()),
                request.getHeaders(),
                body));
      } catch (S3Exception e) {
        drain(request, body);
        return refusal(e, path, id);
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).addKeyValue("path", path).log("Request failed");
        return refusal(S3Error.INTERNAL_ERROR.exception(e.toString()), path, id);
      }
    }
  }

  private static S3Response refusal(S3Exception e, @Nullable String path, String id) {
    if (e.error() == S3Error.NOT_MODIFIED) {
      return S3Response.status(304);
    }
    return S3Response.xml(
        e.error().status(),
        Xml.bare(
            "Error",
            root ->
                root.element("Code", e.error().code())
                    .element("Message", e.text())
                    .element("Resource", path)
                    .element("RequestId", id)
                    .element("HostId", id)));
  }

  /// A client that is still sending reads the refusal only when all of its body was taken.
  private static void drain(Request request, InputStream body) throws IOException {
    if (!request.getHeaders().contains("Expect")) {
      body.skip(Long.MAX_VALUE);
    }
  }

  private static String host(Request request) {
    String host = Request.getServerName(request);
    return host == null ? "" : host;
  }

  private static void send(Response response, S3Response answer, boolean whole) throws IOException {
    Iterator<ByteBuffer> buffers = answer.body().buffers().iterator();
    while (buffers.hasNext()) {
      ByteBuffer buffer = buffers.next();
      Content.Sink.write(response, whole && !buffers.hasNext(), buffer);
    }
  }
}
