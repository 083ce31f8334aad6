package dev.hikkoshi.bench.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hikkoshi.local.http.HttpReply;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;

/// S3 from which whole objects are read; several may share their bytes. Every bucket is there.
///
/// Besides, a bucket may list any number of empty objects, and every object, there or not, may be
/// copied anywhere: nothing is kept of it but the count. Thread-safe.
public final class S3Sink implements Sink {
  /// Of every object.
  public static final String ETAG = "\"0123456789abcdef0123456789abcdef-2\"";

  private static final HttpFields HEADERS =
      HttpFields.build().put("ETag", ETAG).put("Content-Type", "binary/octet-stream").asImmutable();

  /// The MD5 of nothing: the ETag of every object that is listed or copied.
  public static final String EMPTY = "d41d8cd98f00b204e9800998ecf8427e";

  private static final int PAGE = 1_000;
  private static final Pattern TOKEN = Pattern.compile("(?:^|&)continuation-token=(\\d+)");
  private static final String MODIFIED = "2026-11-21T01:02:03.000Z";
  private static final HttpFields XML =
      HttpFields.build().put("Content-Type", "application/xml").asImmutable();
  private static final byte[] COPIED =
      xml("CopyObjectResult", "<LastModified>" + MODIFIED + "</LastModified>" + etag());
  private static final HttpFields HEAD =
      HttpFields.build()
          .put("ETag", "\"" + EMPTY + "\"")
          .put("Last-Modified", "Sat, 21 Nov 2026 01:02:03 GMT")
          .put("Content-Type", "binary/octet-stream")
          .asImmutable();

  private final Counter copied = new Counter();
  private final Map<String, Integer> listed = new ConcurrentHashMap<>();
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();

  S3Sink() {}

  /// Puts an object there.
  public void put(String bucket, String key, byte[] bytes) {
    objects.put("/" + bucket + "/" + key, bytes);
  }

  /// Has a bucket list that many objects.
  public void list(String bucket, int count) {
    listed.put("/" + bucket, count);
  }

  /// The key of a listed object.
  ///
  /// @param index from 0
  public static String key(int index) {
    return String.format(Locale.ROOT, "photos/2026/%02d/image-%09d.jpg", index % 16, index);
  }

  /// Objects copied.
  public Counter copied() {
    return copied;
  }

  private HttpReply page(int count, String query) {
    var token = TOKEN.matcher(query);
    int from = token.find() ? Integer.parseInt(token.group(1)) : 0;
    int to = Math.min(count, from + PAGE);
    var contents = new StringBuilder();
    for (int i = from; i < to; i++) {
      contents
          .append("<Contents><Key>")
          .append(key(i))
          .append("</Key><LastModified>" + MODIFIED + "</LastModified>")
          .append(etag())
          .append("<Size>0</Size><StorageClass>STANDARD</StorageClass></Contents>");
    }
    contents.append("<KeyCount>").append(to - from).append("</KeyCount>");
    contents.append("<MaxKeys>" + PAGE + "</MaxKeys><IsTruncated>").append(to < count);
    contents.append("</IsTruncated>");
    if (to < count) {
      contents.append("<NextContinuationToken>").append(to).append("</NextContinuationToken>");
    }
    return new HttpReply(200, XML, xml("ListBucketResult", contents.toString()));
  }

  private static String etag() {
    return "<ETag>&quot;" + EMPTY + "&quot;</ETag>";
  }

  private static byte[] xml(String root, String content) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<%1$s xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">%2$s</%1$s>"
        .formatted(root, content)
        .getBytes(UTF_8);
  }

  @Override
  public HttpReply answer(SinkCall call) {
    if (call.method().equals("HEAD")) {
      return new HttpReply(200, HEAD, new byte[0]);
    }
    if (call.method().equals("PUT") && call.headers().contains("x-amz-copy-source")) {
      copied.add(1);
      return new HttpReply(200, XML, COPIED);
    }
    if (call.method().equals("GET") && call.query().contains("list-type=2")) {
      String bucket =
          call.path().endsWith("/")
              ? call.path().substring(0, call.path().length() - 1)
              : call.path();
      return page(listed.getOrDefault(bucket, 0), call.query());
    }
    byte[] bytes = objects.get(call.path());
    if (!call.method().equals("GET") || bytes == null || call.headers().contains("Range")) {
      return new HttpReply(501, HttpFields.EMPTY, new byte[0]);
    }
    return new HttpReply(200, HEADERS, bytes);
  }
}
