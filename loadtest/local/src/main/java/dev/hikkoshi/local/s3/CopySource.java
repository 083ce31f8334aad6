package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.BucketStore;
import dev.hikkoshi.local.s3.store.ObjectVersion;
import dev.hikkoshi.local.s3.store.S3Error;
import dev.hikkoshi.local.s3.store.S3Object;
import dev.hikkoshi.local.s3.store.Versioning;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The object named by `x-amz-copy-source`, read under the request's copy-source conditions.
final class CopySource {
  private static final long MAX_COPY_BYTES = 5L << 30;

  private CopySource() {}

  static boolean isNamedIn(S3Request request) {
    return request.header("x-amz-copy-source") != null;
  }

  static Address address(S3Request request) {
    String header = request.header("x-amz-copy-source");
    if (header == null) {
      throw S3Error.INVALID_ARGUMENT.exception("x-amz-copy-source is missing");
    }
    int query = header.indexOf('?');
    String path = query < 0 ? header : header.substring(0, query);
    Address address = Address.ofPath(path.startsWith("/") ? path.substring(1) : path);
    if (address.level() != Address.Level.OBJECT) {
      throw S3Error.INVALID_ARGUMENT.exception(
          "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
    }
    return address;
  }

  /// The version that the header names; null for the current one.
  static @Nullable String versionId(S3Request request) {
    String header = request.header("x-amz-copy-source");
    int query = header == null ? -1 : header.indexOf('?');
    if (header == null || query < 0) {
      return null;
    }
    Map<String, String> parameters = S3Request.parseQuery(header.substring(query + 1));
    for (String parameter : parameters.keySet()) {
      if (!parameter.equals("versionId")) {
        throw S3Error.NOT_IMPLEMENTED.exception(
            "%s in x-amz-copy-source is not implemented".formatted(parameter));
      }
    }
    return parameters.get("versionId");
  }

  static ObjectVersion version(S3Request request, BucketStore buckets) {
    Address address = address(request);
    return buckets.get(address.bucket()).get(address.key(), versionId(request));
  }

  static S3Object read(S3Request request, BucketStore buckets) {
    S3Object source = Versions.object(version(request, buckets));
    Conditions.checkCopySource(request, source);
    return source;
  }

  /// Says which version was copied, where the source's bucket keeps versions.
  static S3Response answer(S3Response response, S3Request request, BucketStore buckets) {
    Address address = address(request);
    return buckets.get(address.bucket()).versioning() == Versioning.OFF
        ? response
        : response.header("x-amz-copy-source-version-id", version(request, buckets).id());
  }

  /// For a copy in one request, which S3 limits to 5 GiB.
  static S3Object readWhole(S3Request request, BucketStore buckets) {
    S3Object source = read(request, buckets);
    if (source.size() > MAX_COPY_BYTES) {
      throw S3Error.INVALID_REQUEST.exception(
          "The specified copy source is larger than the maximum allowable size for a copy source: "
              + MAX_COPY_BYTES);
    }
    return source;
  }
}
