package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.Bucket;
import dev.hikkoshi.local.s3.store.BucketStore;
import dev.hikkoshi.local.s3.store.KeyPage;
import dev.hikkoshi.local.s3.store.ObjectVersion;
import dev.hikkoshi.local.s3.store.S3Error;
import dev.hikkoshi.local.s3.store.S3Object;
import dev.hikkoshi.local.s3.store.VersionPage;
import dev.hikkoshi.local.s3.store.Versioning;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Versioning of buckets, and ListObjectVersions.
final class Versions {
  private final BucketStore buckets;

  Versions(BucketStore buckets) {
    this.buckets = buckets;
  }

  /// Says which version it was, where the bucket keeps versions.
  static S3Response answer(S3Response response, Bucket bucket, String version) {
    return bucket.versioning() == Versioning.OFF
        ? response
        : response.header("x-amz-version-id", version);
  }

  /// The object of a version that was read, which is no delete marker.
  static S3Object object(ObjectVersion version) {
    S3Object object = version.object();
    if (object == null) {
      throw S3Error.METHOD_NOT_ALLOWED.exception();
    }
    return object;
  }

  S3Response get(S3Request request) {
    Versioning versioning = buckets.get(request.bucket()).versioning();
    return S3Response.xml(
        Xml.document(
            "VersioningConfiguration",
            root ->
                root.element(
                    "Status",
                    switch (versioning) {
                      case OFF -> null;
                      case ENABLED -> "Enabled";
                      case SUSPENDED -> "Suspended";
                    })));
  }

  S3Response put(S3Request request) throws IOException {
    Bucket bucket = buckets.get(request.bucket());
    XmlElement document =
        XmlElement.parse(ReceivedBody.document(request), "VersioningConfiguration");
    bucket.setVersioning(
        switch (document.require("Status")) {
          case "Enabled" -> Versioning.ENABLED;
          case "Suspended" -> Versioning.SUSPENDED;
          default -> throw S3Error.MALFORMED_XML.exception();
        });
    return S3Response.status(200);
  }

  S3Response list(S3Request request) {
    ListingText text = ListingText.of(request);
    String keyMarker = request.parameter("key-marker", "");
    String idMarker = request.parameter("version-id-marker", "");
    if (keyMarker.isEmpty() && !idMarker.isEmpty()) {
      throw S3Error.INVALID_ARGUMENT.exception(
          "A version-id marker cannot be specified without a key marker.");
    }
    var query =
        new KeyPage.Query(
            request.parameter("prefix", ""),
            request.parameter("delimiter", ""),
            keyMarker.isEmpty() ? null : keyMarker,
            request.pageSize("max-keys"));
    VersionPage page =
        buckets.get(request.bucket()).listVersions(query, idMarker.isEmpty() ? null : idMarker);
    return S3Response.xml(
        Xml.document(
            "ListVersionsResult",
            root -> {
              root.element("Name", request.bucket())
                  .element("Prefix", text.of(query.prefix()))
                  .element("KeyMarker", text.of(keyMarker))
                  .element("VersionIdMarker", idMarker)
                  .element("NextKeyMarker", text.ofNullable(page.nextKey()))
                  .element("NextVersionIdMarker", page.nextId())
                  .element("MaxKeys", query.limit())
                  .element("Delimiter", text.ofNullable(request.parameter("delimiter")))
                  .element("EncodingType", request.parameter("encoding-type"))
                  .element("IsTruncated", page.nextKey() != null);
              page.entries().forEach(entry -> entry(root, text, entry));
              page.commonPrefixes()
                  .forEach(prefix ->
                      root.element(
                          "CommonPrefixes", each -> each.element("Prefix", text.of(prefix))));
            }));
  }

  private static void entry(Xml root, ListingText text, VersionPage.Entry entry) {
    ObjectVersion version = entry.version();
    @Nullable S3Object object = version.object();
    root.element(
        object == null ? "DeleteMarker" : "Version",
        each -> {
          each.element("Key", text.of(version.key()))
              .element("VersionId", version.id())
              .element("IsLatest", entry.latest())
              .element("LastModified", Dates.xml(version.lastModified()));
          if (object != null) {
            each.element("ETag", "\"" + object.etag() + "\"")
                .element("ChecksumAlgorithm", object.checksum().algorithm())
                .element("ChecksumType", object.checksum().type())
                .element("Size", object.size())
                .element("StorageClass", object.metadata().storageClass());
          }
          Owner.element(each, "Owner");
        });
  }
}
