package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.Bucket;
import dev.hikkoshi.local.s3.store.BucketStore;
import dev.hikkoshi.local.s3.store.ChecksumType;
import dev.hikkoshi.local.s3.store.ObjectVersion;
import dev.hikkoshi.local.s3.store.Part;
import dev.hikkoshi.local.s3.store.S3Error;
import dev.hikkoshi.local.s3.store.S3Object;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// GetObjectAttributes.
final class ObjectAttributes {
  private static final Set<String> KNOWN =
      Set.of("ETag", "Checksum", "ObjectParts", "StorageClass", "ObjectSize");

  private final BucketStore buckets;

  ObjectAttributes(BucketStore buckets) {
    this.buckets = buckets;
  }

  S3Response get(S3Request request) {
    Set<String> wanted = wanted(request);
    Bucket bucket = buckets.get(request.bucket());
    ObjectVersion version = bucket.get(request.key(), request.parameter("versionId"));
    S3Object object = Versions.object(version);
    Conditions.checkRead(request, object);
    int marker = number(request, "x-amz-part-number-marker", 0);
    int limit = number(request, "x-amz-max-parts", 1000);
    S3Response response =
        S3Response.xml(
                Xml.document(
                    "GetObjectAttributesResponse",
                    root -> {
                      if (wanted.contains("ETag")) {
                        root.element("ETag", object.etag());
                      }
                      if (wanted.contains("Checksum")) {
                        root.element("Checksum", xml -> checksum(xml, object));
                      }
                      if (wanted.contains("ObjectParts") && !object.parts().isEmpty()) {
                        root.element("ObjectParts", xml -> parts(xml, object, marker, limit));
                      }
                      if (wanted.contains("StorageClass")) {
                        root.element("StorageClass", object.metadata().storageClass());
                      }
                      if (wanted.contains("ObjectSize")) {
                        root.element("ObjectSize", object.size());
                      }
                    }))
            .header("Last-Modified", Dates.header(object.lastModified()));
    return Versions.answer(response, bucket, version.id());
  }

  private static Set<String> wanted(S3Request request) {
    Set<String> wanted =
        request.headers().getValuesList("x-amz-object-attributes").stream()
            .flatMap(value -> Stream.of(value.split(",", -1)))
            .map(String::strip)
            .collect(Collectors.toCollection(TreeSet::new));
    if (wanted.isEmpty() || !KNOWN.containsAll(wanted)) {
      throw S3Error.INVALID_ARGUMENT.exception("Invalid attribute name specified.");
    }
    return wanted;
  }

  private static void checksum(Xml xml, S3Object object) {
    ChecksumHeaders.element(xml, object.checksum())
        .element("ChecksumType", object.checksum().type());
  }

  /// The parts one by one only where each has a checksum of its own to show: composite ones.
  private static void parts(Xml xml, S3Object object, int marker, int limit) {
    xml.element("PartsCount", object.parts().size());
    if (object.checksum().type() != ChecksumType.COMPOSITE) {
      return;
    }
    List<Part> rest = object.parts().stream().filter(part -> part.number() > marker).toList();
    List<Part> page = rest.subList(0, Math.min(limit, rest.size()));
    xml.element("PartNumberMarker", marker)
        .element("NextPartNumberMarker", page.isEmpty() ? 0 : page.getLast().number())
        .element("MaxParts", limit)
        .element("IsTruncated", page.size() < rest.size());
    for (Part part : page) {
      xml.element(
          "Part",
          each -> {
            each.element("PartNumber", part.number()).element("Size", part.size());
            ChecksumHeaders.element(each, part.checksum());
          });
    }
  }

  private static int number(S3Request request, String header, int otherwise) {
    String value = request.header(header);
    try {
      return value == null ? otherwise : Math.max(0, Integer.parseInt(value));
    } catch (NumberFormatException _) {
      throw S3Error.INVALID_ARGUMENT.exception("%s is no number: %s".formatted(header, value));
    }
  }
}
