package dev.hikkoshi.bench.sink;

import dev.hikkoshi.local.http.HttpReply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpFields;

/// S3 from which whole objects are read; several may share their bytes. Every bucket is there.
/// Thread-safe.
public final class S3Sink implements Sink {
  /// Of every object.
  public static final String ETAG = "\"0123456789abcdef0123456789abcdef-2\"";

  private static final HttpFields HEADERS =
      HttpFields.build().put("ETag", ETAG).put("Content-Type", "binary/octet-stream").asImmutable();

  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();

  S3Sink() {}

  /// Puts an object there.
  public void put(String bucket, String key, byte[] bytes) {
    objects.put("/" + bucket + "/" + key, bytes);
  }

  @Override
  public HttpReply answer(SinkCall call) {
    if (call.method().equals("HEAD")) {
      return new HttpReply(200, HttpFields.EMPTY, new byte[0]);
    }
    byte[] bytes = objects.get(call.path());
    if (!call.method().equals("GET") || bytes == null || call.headers().contains("Range")) {
      return new HttpReply(501, HttpFields.EMPTY, new byte[0]);
    }
    return new HttpReply(200, HEADERS, bytes);
  }
}
