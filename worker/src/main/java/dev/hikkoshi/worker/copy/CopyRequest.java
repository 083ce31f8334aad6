package dev.hikkoshi.worker.copy;

import static dev.hikkoshi.worker.copy.SourceObject.quoted;

import dev.hikkoshi.common.aws.RawS3;
import dev.hikkoshi.common.objects.CopySettings;
import dev.hikkoshi.common.unit.ObjectToCopy;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.TaggingDirective;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/// The copy of one object by one request: through the SDK's client the first time into a bucket,
/// and at the least cost from then on. Both send the same.
///
/// @param etag the source's, without quotes; null for whatever it is
/// @param storageClass of the copy; null for S3's default
/// @param expected what must be at the destination
record CopyRequest(
    String from,
    String to,
    ObjectToCopy object,
    @Nullable String etag,
    @Nullable String storageClass,
    Expected expected,
    CopySettings settings) {

  /// What S3 says of a copy.
  ///
  /// @param etag as S3 quotes it
  /// @param encryption as S3 names it; null if it says nothing
  record Copied(String etag, @Nullable String encryption) {}

  /// Sends it.
  ///
  /// @throws software.amazon.awssdk.core.exception.SdkException as the SDK's client does
  Copied send(S3Client s3, RawS3 raw, Signing signed) {
    return raw(raw, signed).orElseGet(() -> bySdk(s3, signed));
  }

  private Optional<Copied> raw(RawS3 raw, Signing signed) {
    try {
      Optional<RawS3.Reply> reply = raw.copy(to, object.toKey(), headers(), signed.at());
      return reply.isEmpty()
          ? Optional.empty()
          : Optional.of(new Copied(CopyReply.etag(reply.get()), reply.get().encryption()));
    } catch (IOException e) {
      throw SdkClientException.create(String.valueOf(e.getMessage()), e);
    }
  }

  private Map<String, String> headers() {
    String source = SdkHttpUtils.urlEncodeIgnoreSlashes(from + "/" + object.key());
    var headers = new HashMap<String, String>();
    headers.put(
        "x-amz-copy-source",
        object.version() == null
            ? source
            : source + "?versionId=" + SdkHttpUtils.urlEncode(object.version()));
    headers.put("x-amz-metadata-directive", MetadataDirective.COPY.toString());
    headers.put("x-amz-tagging-directive", TaggingDirective.COPY.toString());
    put(headers, "x-amz-copy-source-if-match", quoted(etag));
    put(headers, "if-match", expected.ifMatch());
    put(headers, "if-none-match", expected.ifNoneMatch());
    put(headers, "x-amz-storage-class", storageClass);
    put(headers, "x-amz-server-side-encryption", ObjectCopy.encryption(settings));
    put(headers, "x-amz-server-side-encryption-aws-kms-key-id", settings.kmsKey());
    put(headers, "x-amz-acl", ObjectCopy.acl(settings));
    return headers;
  }

  private static void put(Map<String, String> headers, String name, @Nullable Object value) {
    if (value != null) {
      headers.put(name, value.toString());
    }
  }

  private Copied bySdk(S3Client s3, Signing signed) {
    CopyObjectResponse copied =
        s3.copyObject(r ->
            r.sourceBucket(from)
                .sourceKey(object.key())
                .sourceVersionId(object.version())
                .copySourceIfMatch(quoted(etag))
                .destinationBucket(to)
                .destinationKey(object.toKey())
                .ifMatch(expected.ifMatch())
                .ifNoneMatch(expected.ifNoneMatch())
                .metadataDirective(MetadataDirective.COPY)
                .taggingDirective(TaggingDirective.COPY)
                .storageClass(storageClass)
                .serverSideEncryption(ObjectCopy.encryption(settings))
                .ssekmsKeyId(settings.kmsKey())
                .acl(ObjectCopy.acl(settings))
                .overrideConfiguration(signed));
    return new Copied(copied.copyObjectResult().eTag(), copied.serverSideEncryptionAsString());
  }
}
