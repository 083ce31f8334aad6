package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.Bucket;
import dev.hikkoshi.local.s3.store.BucketStore;
import dev.hikkoshi.local.s3.store.ObjectVersion;
import dev.hikkoshi.local.s3.store.S3Error;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/// Object tags: GET, PUT and DELETE of `?tagging`.
final class Tagging {
  private static final int MAX_TAGS = 10;

  private final BucketStore buckets;

  Tagging(BucketStore buckets) {
    this.buckets = buckets;
  }

  S3Response get(S3Request request) {
    Bucket bucket = buckets.get(request.bucket());
    ObjectVersion version = bucket.get(request.key(), request.parameter("versionId"));
    Map<String, String> tags = Versions.object(version).metadata().tags();
    S3Response response =
        S3Response.xml(
            Xml.document(
                "Tagging",
                root ->
                    root.element(
                        "TagSet",
                        set ->
                            tags.forEach((name, value) ->
                                set.element(
                                    "Tag",
                                    tag -> tag.element("Key", name).element("Value", value))))));
    return Versions.answer(response, bucket, version.id());
  }

  S3Response put(S3Request request) throws IOException {
    XmlElement document = XmlElement.parse(ReceivedBody.document(request), "Tagging");
    Map<String, String> tags = new LinkedHashMap<>();
    for (XmlElement set : document.all("TagSet")) {
      for (XmlElement tag : set.all("Tag")) {
        if (tags.put(tag.require("Key"), tag.require("Value")) != null) {
          throw S3Error.INVALID_TAG.exception("Cannot provide multiple Tags with the same key");
        }
      }
    }
    return tagged(request, checked(tags), 200);
  }

  S3Response delete(S3Request request) {
    return tagged(request, Map.of(), 204);
  }

  private S3Response tagged(S3Request request, Map<String, String> tags, int status) {
    Bucket bucket = buckets.get(request.bucket());
    String version = bucket.tag(request.key(), request.parameter("versionId"), tags);
    return Versions.answer(S3Response.status(status), bucket, version);
  }

  static Map<String, String> checked(Map<String, String> tags) {
    if (tags.size() > MAX_TAGS) {
      throw S3Error.INVALID_TAG.exception("Object tags cannot be greater than 10");
    }
    tags.forEach((name, value) -> {
      if (name.isEmpty() || name.length() > 128 || value.length() > 256) {
        throw S3Error.INVALID_TAG.exception();
      }
    });
    return tags;
  }
}
