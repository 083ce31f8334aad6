package dev.hikkoshi.worker.copy;

import dev.hikkoshi.common.objects.CopySettings;
import dev.hikkoshi.common.unit.ObjectToCopy;
import java.util.List;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;

/// What a multipart upload has to be told at its beginning to become a copy of an object: all that
/// a copy by one request keeps by itself.
///
/// @param from the source bucket
/// @param head what the source is
record NewUpload(String from, ObjectToCopy object, HeadObjectResponse head, CopySettings settings) {
  /// Adds what the request's builder has no words for: a date of expiry as it stands, which may be
  /// no date.
  void addTo(AwsRequestOverrideConfiguration.Builder request) {
    if (head.expiresString() != null) {
      request.putHeader("Expires", head.expiresString());
    }
  }

  /// The request but for bucket and key.
  CreateMultipartUploadRequest.Builder request(UnitRequests requests)
      throws RefusedException, InterruptedException {
    var request =
        CreateMultipartUploadRequest.builder()
            .metadata(head.metadata())
            .cacheControl(head.cacheControl())
            .contentDisposition(head.contentDisposition())
            .contentEncoding(head.contentEncoding())
            .contentLanguage(head.contentLanguage())
            .contentType(head.contentType())
            .websiteRedirectLocation(head.websiteRedirectLocation())
            .storageClass(
                settings.storageClass() == null
                    ? head.storageClassAsString()
                    : settings.storageClass())
            .serverSideEncryption(ObjectCopy.encryption(settings))
            .ssekmsKeyId(settings.kmsKey())
            .acl(ObjectCopy.acl(settings));
    Checksums.of(head)
        .ifPresent(checksum ->
            request.checksumAlgorithm(checksum.algorithm()).checksumType(checksum.typeInParts()));
    List<Tag> tags =
        requests
            .send(
                object.toKey(),
                (s3, signed) ->
                    s3.getObjectTagging(r ->
                        r.bucket(from)
                            .key(object.key())
                            .versionId(object.version())
                            .overrideConfiguration(signed)))
            .tagSet();
    if (!tags.isEmpty()) {
      request.tagging(Tagging.builder().tagSet(tags).build());
    }
    return request;
  }
}
