package dev.hikkoshi.bench.virtual;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;

/// S3 as one process sees it: objects that can be read, over connections that break.
final class VirtualS3 implements S3Client {
  private final Node node;
  private final Chaos chaos;
  private final Map<String, byte[]> objects;

  VirtualS3(Node node, Chaos chaos, Map<String, byte[]> objects) {
    this.node = node;
    this.chaos = chaos;
    this.objects = objects;
  }

  private byte[] object(String key) {
    byte[] bytes = objects.get(key);
    if (bytes == null) {
      throw NoSuchKeyException.builder().statusCode(404).message("no " + key).build();
    }
    return bytes;
  }

  private static String etag(byte[] bytes) {
    return "\"" + HexFormat.of().formatHex(Source.md5(bytes)) + "\"";
  }

  private <T> T call(String what, Supplier<T> effect) {
    return Sdk.call(node, "S3 " + what, Chaos.Kind.LOOK, effect);
  }

  @Override
  public HeadObjectResponse headObject(HeadObjectRequest request) {
    return call(
        "head " + request.key(),
        () -> {
          byte[] bytes = object(request.key());
          return HeadObjectResponse.builder()
              .eTag(etag(bytes))
              .contentLength((long) bytes.length)
              .build();
        });
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
    byte[] bytes = call("get " + request.key(), () -> object(request.key()));
    int from = from(request.range());
    boolean breaks = chaos.roll(chaos.faults().unsent());
    int to = breaks ? node.world().random().nextInt(from, bytes.length) : bytes.length;
    var body = new ByteArrayInputStream(Arrays.copyOfRange(bytes, from, to));
    return new ResponseInputStream<>(
        GetObjectResponse.builder().eTag(etag(bytes)).build(),
        AbortableInputStream.create(breaks ? new Broken(body) : body),
        Duration.ZERO); // no time-out in real time
  }

  @Override
  public ResponseBytes<GetObjectResponse> getObjectAsBytes(GetObjectRequest request) {
    byte[] bytes = call("get " + request.key(), () -> object(request.key()));
    return ResponseBytes.fromByteArray(
        GetObjectResponse.builder().eTag(etag(bytes)).build(), bytes);
  }

  private static int from(@Nullable String range) {
    return range == null
        ? 0
        : Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
  }

  @Override
  public String serviceName() {
    return "s3";
  }

  @Override
  public void close() {}

  /// Resets where it should end.
  private static final class Broken extends InputStream {
    private final InputStream body;

    Broken(InputStream body) {
      this.body = body;
    }

    @Override
    public int read() throws IOException {
      int next = body.read();
      if (next < 0) {
        throw new IOException("connection reset");
      }
      return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = body.read(buffer, offset, length);
      if (count < 0) {
        throw new IOException("connection reset");
      }
      return count;
    }

    @Override
    public void close() {
      try {
        body.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
