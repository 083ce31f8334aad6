package dev.hikkoshi.worker.copy;

import dev.hikkoshi.common.ledger.Upload;
import dev.hikkoshi.common.ledger.UploadRows;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;

/// The multipart uploads of one unit, at the destination and in the ledger. Thread-safe.
final class UnitUploads {
  private final UploadRows rows;
  private final String migration;
  private final String unit;
  private final String bucket;
  private final UnitRequests requests;
  private final Clock clock;
  private final boolean versions;

  /// @param bucket the destination
  /// @param clock the destination's time
  /// @param versions whether each version of a key is copied: an ETag that another one may have
  ///   does not tell then that an upload was completed
  UnitUploads(
      UploadRows rows,
      String migration,
      String unit,
      String bucket,
      UnitRequests requests,
      Clock clock,
      boolean versions) {
    this.versions = versions;
    this.rows = rows;
    this.migration = migration;
    this.unit = unit;
    this.bucket = bucket;
    this.requests = requests;
    this.clock = clock;
  }

  Optional<Upload> find(String key) {
    return rows.find(migration, unit, key);
  }

  /// What is at the destination; nothing if there is no such object.
  Optional<HeadObjectResponse> destination(String key)
      throws RefusedException, InterruptedException {
    try {
      return Optional.of(
          requests.send(
              key,
              (s3, signed) ->
                  s3.headObject(r ->
                      r.bucket(bucket)
                          .key(key)
                          .checksumMode("ENABLED")
                          .overrideConfiguration(signed))));
    } catch (RefusedException e) {
      if (e.failure().kind() == S3Failure.Kind.GONE) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// Begins an upload, or joins one that another worker has begun for the same object meanwhile.
  ///
  /// @param start what is asked for
  Upload begin(String key, String sourceEtag, long partSize, NewUpload start)
      throws RefusedException, InterruptedException {
    var planned =
        new Upload(
            unit,
            bucket,
            key,
            sourceEtag,
            partSize,
            clock.instant().truncatedTo(ChronoUnit.SECONDS),
            Optional.empty(),
            Optional.empty());
    var request = start.request(requests).bucket(bucket).key(key);
    boolean first = rows.begin(migration, planned);
    Upload row = first ? planned : find(key).orElse(planned);
    String id =
        requests
            .send(
                key,
                (s3, signed) ->
                    s3.createMultipartUpload(
                        request.overrideConfiguration(signed.andThen(start::addTo)).build()))
            .uploadId();
    if (!rows.began(migration, row, id)) {
      abort(key, id);
      return find(key)
          .filter(joined -> joined.id().isPresent())
          .orElseThrow(() ->
              new RefusedException(
                  new S3Failure(
                      S3Failure.Kind.TRANSIENT, "", "its upload was given up meanwhile")));
    }
    var begun =
        new Upload(
            unit,
            bucket,
            key,
            row.sourceEtag(),
            row.partSize(),
            row.begun(),
            Optional.of(id),
            Optional.empty());
    if (!first) {
      abortOthers(begun);
    }
    return begun;
  }

  /// All parts that are there.
  List<Part> parts(Upload upload) throws RefusedException, InterruptedException {
    var parts = new ArrayList<Part>();
    ListPartsResponse page;
    int[] marker = {0};
    do {
      page =
          requests.send(
              upload.key(),
              (s3, signed) ->
                  s3.listParts(r ->
                      r.bucket(bucket)
                          .key(upload.key())
                          .uploadId(upload.id().orElseThrow())
                          .partNumberMarker(marker[0])
                          .overrideConfiguration(signed)));
      parts.addAll(page.parts());
      marker[0] = page.isTruncated() ? page.nextPartNumberMarker() : 0;
    } while (page.isTruncated());
    return parts;
  }

  /// Says what the finished object's ETag will be.
  void completing(Upload upload, String etag) {
    if (!versions) {
      rows.completing(migration, upload, etag);
    }
  }

  void complete(Upload upload, List<CompletedPart> parts, Expected expected)
      throws RefusedException, InterruptedException {
    requests.write(
        upload.key(),
        expected,
        (s3, signed) ->
            s3.completeMultipartUpload(r ->
                r.bucket(bucket)
                    .key(upload.key())
                    .uploadId(upload.id().orElseThrow())
                    .multipartUpload(all -> all.parts(parts))
                    .ifMatch(expected.ifMatch())
                    .ifNoneMatch(expected.ifNoneMatch())
                    .overrideConfiguration(signed)));
  }

  /// Removes it from the destination and from the ledger.
  void giveUp(Upload upload) throws RefusedException, InterruptedException {
    if (upload.id().isPresent()) {
      abort(upload.key(), upload.id().get());
    } else {
      abortOthers(upload);
    }
    forget(upload);
  }

  void forget(Upload upload) {
    rows.remove(migration, upload);
  }

  /// Aborts what a worker began for the object and could not say any more that it had. An upload
  /// that is older than ours is somebody else's.
  private void abortOthers(Upload ours) throws RefusedException, InterruptedException {
    for (MultipartUpload each :
        requests
            .send(
                ours.key(),
                (s3, signed) ->
                    s3.listMultipartUploads(
                        r -> r.bucket(bucket).prefix(ours.key()).overrideConfiguration(signed)))
            .uploads()) {
      if (OpenUploads.isOurs(each, ours)) {
        abort(each.key(), each.uploadId());
      }
    }
  }

  private void abort(String key, String id) throws RefusedException, InterruptedException {
    try {
      requests.send(
          key,
          (s3, signed) ->
              s3.abortMultipartUpload(
                  r -> r.bucket(bucket).key(key).uploadId(id).overrideConfiguration(signed)));
    } catch (RefusedException e) {
      if (e.failure().kind() != S3Failure.Kind.NO_UPLOAD) {
        throw e;
      }
    }
  }
}
