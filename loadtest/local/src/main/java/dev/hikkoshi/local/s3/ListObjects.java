package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.BucketStore;
import dev.hikkoshi.local.s3.store.KeyPage;
import dev.hikkoshi.local.s3.store.S3Error;
import dev.hikkoshi.local.s3.store.S3Object;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// ListObjects and ListObjectsV2.
final class ListObjects {
  private final BucketStore buckets;

  ListObjects(BucketStore buckets) {
    this.buckets = buckets;
  }

  S3Response list(S3Request request) {
    String type = request.parameter("list-type");
    if (type == null) {
      return listV1(request);
    }
    if (!type.equals("2")) {
      throw S3Error.INVALID_ARGUMENT.exception("Invalid List Type specified in Request");
    }
    return listV2(request);
  }

  private S3Response listV1(S3Request request) {
    ListingText text = ListingText.of(request);
    String marker = request.parameter("marker", "");
    KeyPage.Query query = query(request, marker);
    KeyPage<S3Object> page = buckets.get(request.bucket()).list(query);
    return S3Response.xml(
        Xml.document(
            "ListBucketResult",
            root -> {
              head(root, request, text, query, page).element("Marker", text.of(marker));
              if (!query.delimiter().isEmpty()) {
                root.element("NextMarker", text.ofNullable(page.next()));
              }
              entries(root, text, page, true);
            }));
  }

  private S3Response listV2(S3Request request) {
    ListingText text = ListingText.of(request);
    String token = request.parameter("continuation-token");
    String startAfter = request.parameter("start-after");
    KeyPage.Query query = query(request, token == null ? startAfter : decodeToken(token));
    KeyPage<S3Object> page = buckets.get(request.bucket()).list(query);
    return S3Response.xml(
        Xml.document(
            "ListBucketResult",
            root -> {
              head(root, request, text, query, page)
                  .element("KeyCount", page.entries().size() + page.commonPrefixes().size())
                  .element("ContinuationToken", token)
                  .element("NextContinuationToken", encodeToken(page.next()))
                  .element("StartAfter", text.ofNullable(startAfter));
              entries(root, text, page, "true".equals(request.parameter("fetch-owner")));
            }));
  }

  private static KeyPage.Query query(S3Request request, @Nullable String after) {
    return new KeyPage.Query(
        request.parameter("prefix", ""),
        request.parameter("delimiter", ""),
        after == null || after.isEmpty() ? null : after,
        request.pageSize("max-keys"));
  }

  private static Xml head(
      Xml root, S3Request request, ListingText text, KeyPage.Query query, KeyPage<S3Object> page) {
    return root.element("Name", request.bucket())
        .element("Prefix", text.of(query.prefix()))
        .element("Delimiter", text.ofNullable(request.parameter("delimiter")))
        .element("MaxKeys", query.limit())
        .element("EncodingType", request.parameter("encoding-type"))
        .element("IsTruncated", page.next() != null);
  }

  private static void entries(Xml root, ListingText text, KeyPage<S3Object> page, boolean owner) {
    for (S3Object object : page.entries()) {
      root.element("Contents", entry -> entry(entry, text, object, owner));
    }
    for (String prefix : page.commonPrefixes()) {
      root.element("CommonPrefixes", entry -> entry.element("Prefix", text.of(prefix)));
    }
  }

  private static void entry(Xml entry, ListingText text, S3Object object, boolean owner) {
    entry
        .element("Key", text.of(object.key()))
        .element("LastModified", Dates.xml(object.lastModified()))
        .element("ETag", "\"" + object.etag() + "\"")
        .element("ChecksumAlgorithm", object.checksum().algorithm())
        .element("ChecksumType", object.checksum().type())
        .element("Size", object.size());
    if (owner) {
      Owner.element(entry, "Owner");
    }
    entry.element("StorageClass", object.metadata().storageClass());
  }

  private static @Nullable String encodeToken(@Nullable String key) {
    return key == null
        ? null
        : Base64.getUrlEncoder().encodeToString(key.getBytes(StandardCharsets.UTF_8));
  }

  private static String decodeToken(String token) {
    try {
      return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      throw S3Error.INVALID_ARGUMENT.exception("The continuation token provided is incorrect");
    }
  }
}
