package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.BucketStore;
import dev.hikkoshi.local.s3.store.KeyPage;
import dev.hikkoshi.local.s3.store.MultipartUpload;
import dev.hikkoshi.local.s3.store.Part;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// ListMultipartUploads and ListParts.
final class ListUploads {
  private final BucketStore buckets;

  ListUploads(BucketStore buckets) {
    this.buckets = buckets;
  }

  S3Response uploads(S3Request request) {
    ListingText text = ListingText.of(request);
    String keyMarker = request.parameter("key-marker", "");
    String idMarker = request.parameter("upload-id-marker", "");
    KeyPage.Query query =
        new KeyPage.Query(
            request.parameter("prefix", ""),
            request.parameter("delimiter", ""),
            keyMarker.isEmpty() ? null : keyMarker,
            request.pageSize("max-uploads"));
    var page = buckets.get(request.bucket()).listUploads(query, idMarker);
    MultipartUpload last = page.entries().isEmpty() ? null : page.entries().getLast();
    boolean endsWithUpload = last != null && last.start().key().equals(page.next());
    return S3Response.xml(
        Xml.document(
            "ListMultipartUploadsResult",
            root -> {
              root.element("Bucket", request.bucket())
                  .element("KeyMarker", text.of(keyMarker))
                  .element("UploadIdMarker", idMarker)
                  .element("NextKeyMarker", text.ofNullable(page.next()))
                  .element("NextUploadIdMarker", endsWithUpload ? id(last) : null)
                  .element("Prefix", text.of(query.prefix()))
                  .element("Delimiter", text.ofNullable(request.parameter("delimiter")))
                  .element("EncodingType", request.parameter("encoding-type"))
                  .element("MaxUploads", query.limit())
                  .element("IsTruncated", page.next() != null);
              page.entries()
                  .forEach(each -> root.element("Upload", xml -> upload(xml, text, each)));
              page.commonPrefixes()
                  .forEach(each ->
                      root.element("CommonPrefixes", xml -> xml.element("Prefix", text.of(each))));
            }));
  }

  S3Response parts(S3Request request) {
    MultipartUpload upload =
        buckets.get(request.bucket()).upload(request.key(), request.parameter("uploadId", ""));
    int marker = request.parameter("part-number-marker", 0, 0, Integer.MAX_VALUE);
    int limit = request.pageSize("max-parts");
    List<Part> rest = upload.partsAfter(marker);
    List<Part> page = rest.subList(0, Math.min(limit, rest.size()));
    return S3Response.xml(
        Xml.document(
            "ListPartsResult",
            root -> {
              root.element("Bucket", request.bucket())
                  .element("Key", upload.start().key())
                  .element("UploadId", upload.start().id())
                  .element("PartNumberMarker", marker)
                  .element("NextPartNumberMarker", page.isEmpty() ? 0 : page.getLast().number())
                  .element("MaxParts", limit)
                  .element("IsTruncated", page.size() < rest.size());
              page.forEach(each -> root.element("Part", xml -> part(xml, each)));
              owners(root).element("StorageClass", upload.start().metadata().storageClass());
              checksum(root, upload);
            }));
  }

  private static void upload(Xml xml, ListingText text, MultipartUpload upload) {
    xml.element("Key", text.of(upload.start().key())).element("UploadId", id(upload));
    owners(xml)
        .element("StorageClass", upload.start().metadata().storageClass())
        .element("Initiated", Dates.xml(upload.start().initiated()));
    checksum(xml, upload);
  }

  private static void part(Xml xml, Part part) {
    xml.element("PartNumber", part.number())
        .element("LastModified", Dates.xml(part.lastModified()))
        .element("ETag", "\"" + part.etag() + "\"")
        .element("Size", part.size());
    ChecksumHeaders.element(xml, part.checksum());
  }

  private static Xml owners(Xml xml) {
    Owner.element(xml, "Initiator");
    return Owner.element(xml, "Owner");
  }

  private static void checksum(Xml xml, MultipartUpload upload) {
    if (upload.start().algorithm() != null) {
      xml.element("ChecksumAlgorithm", upload.start().algorithm())
          .element("ChecksumType", upload.start().type());
    }
  }

  private static @Nullable String id(@Nullable MultipartUpload upload) {
    return upload == null ? null : upload.start().id();
  }
}
