package dev.hikkoshi.common.aws;

import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// CopyObject without the SDK's service client, which costs more than all the rest of a copy. One
/// call is one request: retries are the caller's. Thread-safe.
@FunctionalInterface
public interface RawS3 {
  /// Sends nothing.
  RawS3 NONE = (_, _, _, _) -> Optional.empty();

  /// Sends one request.
  ///
  /// @param bucket the destination
  /// @param key the destination's, any text
  /// @param headers what S3 documents for CopyObject, `x-amz-copy-source` among them
  /// @param signedAt the instant the signature is made for: S3 refuses the request some minutes
  ///   after it
  /// @return nothing, and nothing was sent, if the SDK has not been seen to reach the bucket yet,
  ///   or reaches it in a way that is not known here
  /// @throws NotSentException if the request never left
  /// @throws IOException if no complete response came back; the request may or may not have taken
  ///   effect
  Optional<Reply> copy(String bucket, String key, Map<String, String> headers, Instant signedAt)
      throws IOException;

  /// A complete response.
  ///
  /// @param status the HTTP status; 200 may come with an error in the body
  /// @param encryption what S3 says of the copy's encryption; null if nothing
  /// @param body XML
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Reply(int status, @Nullable String encryption, byte[] body) {}
}
