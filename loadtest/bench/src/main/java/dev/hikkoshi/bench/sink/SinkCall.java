package dev.hikkoshi.bench.sink;

import org.eclipse.jetty.http.HttpFields;

/// One request as it came in; the body must not be changed.
///
/// @param path begins with `/`, decoded
/// @param query still encoded; empty if there is none
@SuppressWarnings("ArrayRecordComponent") // never compared
record SinkCall(String method, String path, String query, HttpFields headers, byte[] body) {
  /// What AWS's JSON protocol calls the operation, such as `SendMessage`; empty outside it.
  String operation() {
    String target = headers.get("X-Amz-Target");
    return target == null ? "" : target.substring(target.lastIndexOf('.') + 1);
  }
}
