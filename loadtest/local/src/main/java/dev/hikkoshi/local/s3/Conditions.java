package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.S3Error;
import dev.hikkoshi.local.s3.store.S3Object;
import dev.hikkoshi.local.s3.store.WriteCondition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The conditional headers of reads, copy sources and writes.
final class Conditions {
  private Conditions() {}

  /// For GET and HEAD, by RFC 9110's precedence.
  static void checkRead(S3Request request, S3Object object) {
    check(request, "", object, S3Error.NOT_MODIFIED);
  }

  /// For the source of a copy, where not modified is a failure too.
  static void checkCopySource(S3Request request, S3Object source) {
    check(request, "x-amz-copy-source-", source, S3Error.PRECONDITION_FAILED);
  }

  static WriteCondition ofWrite(S3Request request) {
    String ifNoneMatch = request.header("If-None-Match");
    String ifMatch = request.header("If-Match");
    if (ifNoneMatch != null && (ifMatch != null || !ifNoneMatch.equals("*"))) {
      throw S3Error.NOT_IMPLEMENTED.exception("If-None-Match on a write can only be *, alone");
    }
    if (ifNoneMatch != null) {
      return new WriteCondition.IfAbsent();
    }
    return ifMatch == null
        ? new WriteCondition.Always()
        : new WriteCondition.IfMatch(unquoted(ifMatch));
  }

  static String unquoted(String etag) {
    String strong = etag.strip();
    return strong.length() > 1 && strong.startsWith("\"") && strong.endsWith("\"")
        ? strong.substring(1, strong.length() - 1)
        : strong;
  }

  private static void check(
      S3Request request, String prefix, S3Object object, S3Error notModified) {
    String ifMatch = request.header(prefix + "if-match");
    Instant ifUnmodifiedSince = Dates.parse(request.header(prefix + "if-unmodified-since"));
    if (ifMatch != null) {
      refuseUnless(matches(ifMatch, object), S3Error.PRECONDITION_FAILED);
    } else if (ifUnmodifiedSince != null) {
      refuseUnless(!object.lastModified().isAfter(ifUnmodifiedSince), S3Error.PRECONDITION_FAILED);
    }
    String ifNoneMatch = request.header(prefix + "if-none-match");
    Instant ifModifiedSince = Dates.parse(request.header(prefix + "if-modified-since"));
    if (ifNoneMatch != null) {
      refuseUnless(!matches(ifNoneMatch, object), notModified);
    } else if (ifModifiedSince != null) {
      refuseUnless(object.lastModified().isAfter(ifModifiedSince), notModified);
    }
  }

  private static boolean matches(@Nullable String header, S3Object object) {
    if (header != null) {
      for (String each : header.split(",", -1)) {
        String etag = unquoted(each);
        if (etag.equals("*") || etag.equals(object.etag())) {
          return true;
        }
      }
    }
    return false;
  }

  private static void refuseUnless(boolean holds, S3Error error) {
    if (!holds) {
      throw error.exception();
    }
  }
}
