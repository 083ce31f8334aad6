package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.ObjectBytes;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/// An answer, whole before its first byte is sent. Confined to the request's thread.
///
/// @param headers still open for additions
record S3Response(int status, HttpFields.Mutable headers, ObjectBytes body) {

  static S3Response status(int status) {
    return new S3Response(status, HttpFields.build(), ObjectBytes.EMPTY);
  }

  static S3Response xml(Xml document) {
    return xml(200, document);
  }

  static S3Response xml(int status, Xml document) {
    return new S3Response(status, HttpFields.build(), ObjectBytes.of(document.toBytes()))
        .header("Content-Type", "application/xml");
  }

  S3Response withBody(ObjectBytes bytes) {
    return new S3Response(status, headers, bytes);
  }

  /// Adds a header, unless the value is null.
  S3Response header(String name, @Nullable String value) {
    if (value != null) {
      headers.put(name, value);
    }
    return this;
  }
}
