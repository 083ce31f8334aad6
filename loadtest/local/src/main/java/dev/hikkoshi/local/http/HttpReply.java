package dev.hikkoshi.local.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// A whole answer, or the beginning of one.
///
/// @param headers with a `Content-Length` only if more is promised than the body has: the
///   connection breaks off after it
@SuppressWarnings("ArrayRecordComponent") // never compared
public record HttpReply(int status, HttpFields headers, byte[] body) {
  private static final String LENGTH = "Content-Length";

  /// The same, breaking off in the middle of its body.
  public HttpReply truncated() {
    return new HttpReply(
        status,
        HttpFields.build(headers).put(LENGTH, body.length),
        Arrays.copyOf(body, body.length / 2));
  }

  /// The same with another text in place of this one.
  public HttpReply replacing(String text, String by) {
    return new HttpReply(
        status, headers, new String(body, UTF_8).replace(text, by).getBytes(UTF_8));
  }

  /// Sends it.
  public void send(Request request, Response response, Callback callback) throws IOException {
    response.setStatus(status);
    for (HttpField field : headers) {
      response.getHeaders().add(field);
    }
    if (headers.contains(LENGTH)) {
      Content.Sink.write(response, false, ByteBuffer.wrap(body));
      cut(request, callback, new IOException("breaks off"));
    } else {
      response.getHeaders().put(LENGTH, body.length);
      response.write(true, ByteBuffer.wrap(body), callback);
    }
  }

  /// Closes the connection without another byte, as a client sees a lost one.
  public static void cut(Request request, Callback callback, IOException cause) {
    request.getConnectionMetaData().getConnection().getEndPoint().close(cause);
    callback.failed(cause);
  }
}
