package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.BucketStore;
import dev.hikkoshi.local.s3.store.S3Error;
import dev.hikkoshi.local.s3.store.S3Object;

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
    if (query >= 0) {
      throw S3Error.NOT_IMPLEMENTED.exception(
          "%s in x-amz-copy-source is not implemented".formatted(header.substring(query + 1)));
    }
    Address address = Address.ofPath(header.startsWith("/") ? header.substring(1) : header);
    if (address.level() != Address.Level.OBJECT) {
      throw S3Error.INVALID_ARGUMENT.exception(
          "Copy Source must mention the source bucket and key: sourcebucket/sourcekey");
    }
    return address;
  }

  static S3Object read(S3Request request, BucketStore buckets) {
    Address address = address(request);
    S3Object source = buckets.get(address.bucket()).get(address.key());
    Conditions.checkCopySource(request, source);
    return source;
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
