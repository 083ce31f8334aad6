package dev.hikkoshi.common.aws;

/// Where others are told what has happened. Thread-safe.
@FunctionalInterface
public interface Topic {
  /// Publishes a text of up to 256 KiB, at least once.
  ///
  /// @throws software.amazon.awssdk.core.exception.SdkException if it is not known to be published
  void publish(String message);
}
