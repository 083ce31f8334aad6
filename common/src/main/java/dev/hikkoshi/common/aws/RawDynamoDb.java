package dev.hikkoshi.common.aws;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;

/// DynamoDB's JSON protocol with bodies as bytes: what was exported is sent as it stands, never
/// parsed into objects and encoded again. One call is one request: retries are the caller's.
/// Thread-safe.
@FunctionalInterface
public interface RawDynamoDb {
  /// Sends one request.
  ///
  /// @param operation such as `BatchWriteItem`
  /// @param buffer holds the JSON body in its first `length` bytes
  /// @param signedAt the instant the signature is made for: DynamoDB refuses the request some
  ///   minutes after it
  /// @throws NotSentException if the request never left
  /// @throws IOException if no complete, undamaged response came back; the request may or may not
  ///   have taken effect
  Reply call(String operation, byte[] buffer, int length, Instant signedAt) throws IOException;

  /// The time as the destination has it, as far as this machine knows.
  default Clock clock() {
    return Clock.systemUTC();
  }

  /// A complete response.
  ///
  /// @param status the HTTP status
  /// @param body the JSON body
  record Reply(int status, byte[] body) {
    public boolean ok() {
      return status == 200;
    }
  }
}
