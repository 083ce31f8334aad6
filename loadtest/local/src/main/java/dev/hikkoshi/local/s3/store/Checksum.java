package dev.hikkoshi.local.s3.store;

/// A stored checksum: base64, followed by `-N` when it is a composite of N parts.
public record Checksum(ChecksumAlgorithm algorithm, ChecksumType type, String value) {}
