package dev.hikkoshi.producer.export;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.InvalidRequestException;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/// Objects in memory that can be read, from any byte on, over connections that break when a test
/// says so.
public final class FakeS3 implements S3Client {
  /// The only bucket.
  public static final String BUCKET = "exports";

  /// Every GET that was sent.
  public final List<GetObjectRequest> gets = new ArrayList<>();

  /// Connections opened and not closed.
  public int open;

  private final Map<String, byte[]> objects = new HashMap<>();
  private IntUnaryOperator breaksAfter = _ -> Integer.MAX_VALUE;

  public void put(String key, byte[] bytes) {
    objects.put(key, bytes);
  }

  public void remove(String key) {
    objects.remove(key);
  }

  /// @param after says for the n-th GET (0, 1, …) after how many bytes its connection breaks
  public void breaks(IntUnaryOperator after) {
    breaksAfter = after;
  }

  public String etag(String key) {
    return "\"" + HexFormat.of().formatHex(md5(object(key))) + "\"";
  }

  static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private byte[] object(String key) {
    byte[] bytes = objects.get(key);
    if (bytes == null) {
      throw NoSuchKeyException.builder().statusCode(404).message("no " + key).build();
    }
    return bytes;
  }

  private static void checkBucket(String bucket) {
    if (!bucket.equals(BUCKET)) {
      throw NoSuchBucketException.builder().statusCode(404).message("no " + bucket).build();
    }
  }

  @Override
  public HeadObjectResponse headObject(HeadObjectRequest request) {
    checkBucket(request.bucket());
    byte[] bytes = object(request.key());
    return HeadObjectResponse.builder()
        .eTag(etag(request.key()))
        .contentLength((long) bytes.length)
        .build();
  }

  @Override
  public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
    checkBucket(request.bucket());
    byte[] bytes = object(request.key());
    if (request.ifMatch() != null && !request.ifMatch().equals(etag(request.key()))) {
      throw InvalidRequestException.builder().statusCode(412).message("another version").build();
    }
    byte[] range = range(bytes, request.range());
    var connection = new Connection(range, breaksAfter.applyAsInt(gets.size()));
    gets.add(request);
    open++;
    return new ResponseInputStream<>(
        GetObjectResponse.builder()
            .eTag(etag(request.key()))
            .contentLength((long) range.length)
            .build(),
        connection);
  }

  @Override
  public ResponseBytes<GetObjectResponse> getObjectAsBytes(GetObjectRequest request) {
    try (var in = getObject(request)) {
      return ResponseBytes.fromByteArray(in.response(), in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
    checkBucket(request.bucket());
    try (var in = body.contentStreamProvider().newStream()) {
      put(request.key(), in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return PutObjectResponse.builder().eTag(etag(request.key())).build();
  }

  private static byte[] range(byte[] bytes, @Nullable String range) {
    if (range == null) {
      return bytes;
    }
    int dash = range.indexOf('-');
    int from = Integer.parseInt(range.substring("bytes=".length(), dash));
    int end =
        dash + 1 == range.length() ? bytes.length : Integer.parseInt(range.substring(dash + 1)) + 1;
    return Arrays.copyOfRange(bytes, from, end);
  }

  @Override
  public String serviceName() {
    return "s3";
  }

  @Override
  public void close() {}

  private final class Connection extends FilterInputStream {
    private int left;
    private boolean closed;

    Connection(byte[] bytes, int left) {
      super(new ByteArrayInputStream(bytes));
      this.left = left;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left <= 0) {
        throw new IOException("connection reset");
      }
      int count = super.read(buffer, offset, Math.min(length, left));
      left -= Math.max(0, count);
      return count;
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        open--;
      }
      super.close();
    }
  }

  /// Reads everything, in pieces of at most `piece` bytes.
  static byte[] readAll(InputStream in, int piece) throws IOException {
    var out = new java.io.ByteArrayOutputStream();
    byte[] buffer = new byte[piece];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      out.write(buffer, 0, count);
    }
    return out.toByteArray();
  }
}
