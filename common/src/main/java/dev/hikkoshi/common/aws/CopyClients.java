package dev.hikkoshi.common.aws;

import software.amazon.awssdk.services.s3.S3Client;

/// What objects are copied with. Thread-safe.
///
/// @param s3 for everything that is not frequent, and for the first copy into each bucket; sends
///   every request once
/// @param raw for the copies behind it
public record CopyClients(S3Client s3, RawS3 raw) {}
