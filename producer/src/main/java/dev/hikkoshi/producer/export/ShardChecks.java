package dev.hikkoshi.producer.export;

import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.time.SideBySide;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.producer.export.ExportManifest.DataFile;
import java.io.IOException;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Proves data files whole before anything is written.
///
/// S3 computes an ETag from the bytes: their MD5 in hex when they came in one part, or the MD5 of
/// the parts' MD5s with `-<parts>` for a multipart upload. If the ETag is what the manifest's MD5
/// leads to, for one part either way, the bytes are proven without reading them. Otherwise (more
/// parts, KMS encryption, other bytes) they have to be read.
public final class ShardChecks {
  private static final HexFormat HEX = HexFormat.of();
  private static final int HEADS_AT_ONCE = 32;

  private final S3Client s3;

  public ShardChecks(S3Client s3) {
    this.s3 = s3;
  }

  /// Looks at a data file's head.
  ///
  /// @throws UnsoundSourceException if there is no such file
  public ShardFile head(String bucket, DataFile file) {
    try {
      HeadObjectResponse head = s3.headObject(r -> r.bucket(bucket).key(file.key()));
      return new ShardFile(
          file.key(),
          file.items(),
          file.md5(),
          head.eTag(),
          head.contentLength(),
          proves(head.eTag(), Base64.getDecoder().decode(file.md5())));
    } catch (NoSuchKeyException e) {
      throw new UnsoundSourceException(
          file.key(),
          "a data file of the source is missing: " + new S3Location(bucket, file.key()));
    } catch (SdkException e) {
      throw new UnsoundSourceException(
          file.key(), "cannot read " + new S3Location(bucket, file.key()) + ": " + e.getMessage());
    }
  }

  /// Looks at the heads of many data files, some of them at once.
  ///
  /// @throws UnsoundSourceException if one is missing
  public List<ShardFile> heads(Time time, String bucket, List<DataFile> files)
      throws InterruptedException {
    var free = new Semaphore(HEADS_AT_ONCE);
    List<Callable<ShardFile>> heads =
        files.stream()
            .<Callable<ShardFile>>map(file ->
                () -> {
                  free.acquire();
                  try {
                    return head(bucket, file);
                  } finally {
                    free.release();
                  }
                })
            .toList();
    try {
      return SideBySide.run(time, "head", heads);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnsoundSourceException unsound) {
        throw unsound;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  static boolean proves(String etag, byte[] md5) {
    String bare = etag.replace("\"", "");
    return bare.equals(HEX.formatHex(md5))
        || bare.equals(HEX.formatHex(newMd5().digest(md5)) + "-1");
  }

  /// Reads a file's bytes and compares their MD5 with the manifest's.
  ///
  /// @throws UnsoundSourceException if they differ, or the file was replaced meanwhile
  /// @throws IOException if it could not be read to the end
  public void read(String bucket, ShardFile file) throws IOException {
    MessageDigest md5 = newMd5();
    try (var in =
        new DigestInputStream(
            s3.getObject(r -> r.bucket(bucket).key(file.key()).ifMatch(file.etag())), md5)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    } catch (S3Exception e) {
      throw changed(bucket, file, e);
    }
    String actual = Base64.getEncoder().encodeToString(md5.digest());
    if (!actual.equals(file.md5())) {
      throw new UnsoundSourceException(
          file.key(),
          "shard "
              + new S3Location(bucket, file.key())
              + " is damaged: the manifest says MD5 "
              + file.md5()
              + ", its bytes have "
              + actual);
    }
  }

  /// What a refused read of a file means.
  static RuntimeException changed(String bucket, ShardFile file, S3Exception e) {
    return e.statusCode() == 412 || e.statusCode() == 404
        ? new UnsoundSourceException(
            file.key(),
            "shard "
                + new S3Location(bucket, file.key())
                + " was replaced or removed while it was being read")
        : e;
  }

  private static MessageDigest newMd5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has MD5
    }
  }
}
