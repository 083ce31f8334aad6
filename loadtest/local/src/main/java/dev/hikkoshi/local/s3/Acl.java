package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.S3Error;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;

/// Buckets here have ACLs disabled (`BucketOwnerEnforced`), as new ones have on S3.
final class Acl {
  private static final Set<String> HARMLESS = Set.of("private", "bucket-owner-full-control");

  private Acl() {}

  static void refuseUnlessOwner(S3Request request) {
    String canned = request.header("x-amz-acl");
    if (canned != null && !HARMLESS.contains(canned)) {
      throw S3Error.ACCESS_CONTROL_LIST_NOT_SUPPORTED.exception();
    }
    for (HttpField field : request.headers()) {
      if (field.getLowerCaseName().startsWith("x-amz-grant-")) {
        throw S3Error.ACCESS_CONTROL_LIST_NOT_SUPPORTED.exception();
      }
    }
  }
}
