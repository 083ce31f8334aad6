package dev.hikkoshi.worker.copy;

import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Upload;
import java.util.List;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;

/// Cleans up the multipart uploads that a migration left open, once nothing of it can write any
/// more. Thread-safe.
public final class OpenUploads {
  private final Ledger ledger;
  private final S3Client s3;

  /// @param s3 a client that sends again what fails
  public OpenUploads(Ledger ledger, S3Client s3) {
    this.ledger = ledger;
    this.s3 = s3;
  }

  /// Aborts every upload of the migration that was not completed.
  ///
  /// @return how many there were
  /// @throws software.amazon.awssdk.core.exception.SdkException if S3 refuses; what was aborted
  ///   before need not be again
  public int abortAll(String migration) {
    int aborted = 0;
    for (Upload upload : ledger.uploads().all(migration)) {
      for (String id : ids(upload)) {
        aborted += abort(upload, id) ? 1 : 0;
      }
      ledger.uploads().remove(migration, upload);
    }
    return aborted;
  }

  private List<String> ids(Upload upload) {
    return upload
        .id()
        .map(List::of)
        .orElseGet(() ->
            s3
                .listMultipartUploadsPaginator(r -> r.bucket(upload.bucket()).prefix(upload.key()))
                .uploads()
                .stream()
                .filter(each -> isOurs(each, upload))
                .map(MultipartUpload::uploadId)
                .toList());
  }

  /// Whether it may have been begun for that object; not the one that is known to be.
  static boolean isOurs(MultipartUpload upload, Upload known) {
    return upload.key().equals(known.key())
        && !upload.initiated().isBefore(known.begun())
        && !known.id().filter(upload.uploadId()::equals).isPresent();
  }

  private boolean abort(Upload upload, String id) {
    try {
      s3.abortMultipartUpload(r -> r.bucket(upload.bucket()).key(upload.key()).uploadId(id));
      return true;
    } catch (NoSuchUploadException e) {
      return false; // completed
    }
  }
}
