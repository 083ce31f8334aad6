package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.S3Error;
import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers in S3's form what Jetty refuses by itself: requests that are no HTTP, headers that are
/// too long, and keys with more `..` than they have other elements, which S3 does not take either.
final class BadMessages implements Request.Handler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    S3Error error =
        switch (status) {
          case 400 -> S3Error.INVALID_URI;
          case 431 -> S3Error.METADATA_TOO_LARGE;
          default -> S3Error.INTERNAL_ERROR;
        };
    Xml document =
        Xml.bare(
            "Error",
            root -> root.element("Code", error.code()).element("Message", error.message()));
    response.getHeaders().put("Content-Type", "application/xml");
    response.write(true, ByteBuffer.wrap(document.toBytes()), callback);
    return true;
  }
}
