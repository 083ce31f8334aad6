package dev.hikkoshi.bench.measure;

/// What a measured process runs.
enum Part {
  /// A worker.
  WORK,
  /// A producer.
  PRODUCE,
  /// The source's digest, from shards.
  DIGEST_SOURCE,
  /// The destination's digest, from Scan.
  DIGEST_DESTINATION,
  /// The work queue's messages, received and acknowledged as a worker does.
  RECEIVE,
  /// Items written with nothing but the AWS SDK.
  SDK_WRITE,
  /// Messages received and deleted with nothing but the AWS SDK.
  SDK_RECEIVE
}
