package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.Bucket;
import dev.hikkoshi.local.s3.store.BucketStore;
import dev.hikkoshi.local.s3.store.ObjectVersion;
import dev.hikkoshi.local.s3.store.Part;
import dev.hikkoshi.local.s3.store.S3Error;
import dev.hikkoshi.local.s3.store.S3Object;
import java.util.Map;
import java.util.Optional;

/// GetObject and HeadObject, which differ only in that the latter's body is not sent.
final class ObjectReads {
  private static final Map<String, String> OVERRIDES =
      Map.of(
          "response-cache-control", "Cache-Control",
          "response-content-disposition", "Content-Disposition",
          "response-content-encoding", "Content-Encoding",
          "response-content-language", "Content-Language",
          "response-content-type", "Content-Type",
          "response-expires", "Expires");

  private final BucketStore buckets;

  ObjectReads(BucketStore buckets) {
    this.buckets = buckets;
  }

  S3Response get(S3Request request) {
    Bucket bucket = buckets.get(request.bucket());
    ObjectVersion version = bucket.get(request.key(), request.parameter("versionId"));
    S3Object object = Versions.object(version);
    Conditions.checkRead(request, object);
    int partNumber = request.parameter("partNumber", 0, 1, 10_000);
    Optional<ByteRange> range =
        partNumber > 0
            ? Optional.of(ofPart(object, partNumber))
            : ByteRange.of(request.header("Range"), object.size());
    S3Response response = S3Response.status(range.isPresent() && object.size() > 0 ? 206 : 200);
    describe(response, object);
    Versions.answer(response, bucket, version.id());
    OVERRIDES.forEach((query, header) -> response.header(header, request.parameter(query)));
    if (partNumber > 0 && !object.parts().isEmpty()) {
      response.header("x-amz-mp-parts-count", String.valueOf(object.parts().size()));
    }
    boolean whole = range.map(ByteRange::length).orElse(object.size()) == object.size();
    if (whole && "ENABLED".equalsIgnoreCase(request.header("x-amz-checksum-mode"))) {
      ChecksumHeaders.answer(response, object.checksum());
    }
    if (range.isEmpty() || object.size() == 0) {
      return response.withBody(object.bytes());
    }
    ByteRange bytes = range.get();
    return response
        .header("Content-Range", bytes.contentRange(object.size()))
        .withBody(object.bytes().slice(bytes.first(), bytes.length()));
  }

  private static void describe(S3Response response, S3Object object) {
    MetadataHeaders.answer(response, object.metadata())
        .header("Accept-Ranges", "bytes")
        .header("ETag", "\"" + object.etag() + "\"")
        .header("Last-Modified", Dates.header(object.lastModified()));
  }

  /// An object that was not uploaded in parts is its own part 1.
  private static ByteRange ofPart(S3Object object, int number) {
    long first = 0;
    if (object.parts().isEmpty() && number == 1) {
      return new ByteRange(0, object.size() - 1);
    }
    for (Part part : object.parts()) {
      if (part.number() == number) {
        return new ByteRange(first, first + part.size() - 1);
      }
      first += part.size();
    }
    throw S3Error.INVALID_PART_NUMBER.exception();
  }
}
