package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.Checksum;
import dev.hikkoshi.local.s3.store.ChecksumAlgorithm;
import dev.hikkoshi.local.s3.store.ChecksumType;
import dev.hikkoshi.local.s3.store.Digest;
import dev.hikkoshi.local.s3.store.ObjectBytes;
import dev.hikkoshi.local.s3.store.S3Error;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A request body, proven to be what every declared length, hash and checksum says.
///
/// @param etag hex MD5 of the bytes
/// @param checksum the one the client declared, else computed here
record ReceivedBody(ObjectBytes bytes, String etag, Checksum checksum) {
  private static final long MAX_BYTES = 5L << 30;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-fA-F]{64}");

  /// Reads it all.
  ///
  /// @param otherwise the algorithm to keep a checksum of when the client declares none
  static ReceivedBody read(S3Request request, ChecksumAlgorithm otherwise) throws IOException {
    return read(request, ChecksumHeaders.declared(request).orElse(null), otherwise);
  }

  private static ReceivedBody read(
      S3Request request, @Nullable ChecksumAlgorithm declared, ChecksumAlgorithm otherwise)
      throws IOException {
    String contentSha256 = request.header("x-amz-content-sha256");
    boolean chunked = contentSha256 != null && contentSha256.startsWith("STREAMING-");
    AwsChunkedStream frames = new AwsChunkedStream(request.body());
    Digest checksum = (declared == null ? otherwise : declared).start();
    Digest md5 = Digest.md5();
    List<Digest> digests = new ArrayList<>(List.of(md5, checksum));
    Digest sha256 = null;
    if (contentSha256 != null && SHA256.matcher(contentSha256).matches()) {
      sha256 = Digest.sha256();
      digests.add(sha256);
    }
    ObjectBytes bytes = readExactly(chunked ? frames : request.body(), length(request), digests);
    byte[] md5Bytes = md5.value();
    String checksumValue = checksum.base64();
    verifyMd5(request.header("Content-MD5"), md5Bytes);
    if (sha256 != null
        && !HexFormat.of().formatHex(sha256.value()).equalsIgnoreCase(contentSha256)) {
      throw S3Error.CONTENT_SHA256_MISMATCH.exception();
    }
    if (declared != null) {
      verifyChecksum(request, frames.trailers(), declared, checksumValue);
    }
    return new ReceivedBody(
        bytes,
        HexFormat.of().formatHex(md5Bytes),
        new Checksum(
            declared == null ? otherwise : declared, ChecksumType.FULL_OBJECT, checksumValue));
  }

  /// The bytes of a small document such as XML, verified like any other body.
  static byte[] document(S3Request request) throws IOException {
    return read(request, ChecksumAlgorithm.CRC64NVME).bytes().toByteArray();
  }

  /// The same for a document whose checksum headers are about something else: the object that
  /// CompleteMultipartUpload makes.
  static byte[] documentAside(S3Request request) throws IOException {
    return read(request, null, ChecksumAlgorithm.CRC64NVME).bytes().toByteArray();
  }

  private static ObjectBytes readExactly(InputStream in, long length, List<Digest> digests)
      throws IOException {
    try {
      ObjectBytes bytes =
          ObjectBytes.read(in, length, part -> digests.forEach(each -> each.update(part)));
      if (in.read() >= 0) {
        throw S3Error.INCOMPLETE_BODY.exception();
      }
      return bytes;
    } catch (EOFException _) {
      throw S3Error.INCOMPLETE_BODY.exception();
    }
  }

  private static long length(S3Request request) {
    String decoded = request.header("x-amz-decoded-content-length");
    String text = decoded == null ? request.header("Content-Length") : decoded;
    if (text == null) {
      if (request.header("Transfer-Encoding") != null) {
        throw S3Error.MISSING_CONTENT_LENGTH.exception();
      }
      return 0;
    }
    try {
      long length = Long.parseLong(text);
      if (length > MAX_BYTES) {
        throw S3Error.ENTITY_TOO_LARGE.exception();
      }
      if (length >= 0) {
        return length;
      }
    } catch (NumberFormatException _) {
      // refused below
    }
    throw S3Error.INVALID_ARGUMENT.exception("not a length: " + text);
  }

  private static void verifyMd5(@Nullable String declared, byte[] actual) {
    if (declared == null) {
      return;
    }
    byte[] expected;
    try {
      expected = Base64.getDecoder().decode(declared);
    } catch (IllegalArgumentException _) {
      throw S3Error.INVALID_DIGEST.exception();
    }
    if (expected.length != actual.length) {
      throw S3Error.INVALID_DIGEST.exception();
    }
    if (!java.util.Arrays.equals(expected, actual)) {
      throw S3Error.BAD_DIGEST.exception();
    }
  }

  private static void verifyChecksum(
      S3Request request, Map<String, String> trailers, ChecksumAlgorithm algorithm, String actual) {
    String header = request.header(algorithm.header());
    String expected = header == null ? trailers.get(algorithm.header()) : header;
    if (expected == null) {
      throw S3Error.INVALID_REQUEST.exception(
          "The trailer %s was announced and did not come".formatted(algorithm.header()));
    }
    ChecksumHeaders.verify(algorithm, expected, actual);
  }
}
