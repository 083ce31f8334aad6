package dev.hikkoshi.local.dynamodb;

import java.nio.file.Path;

/// A finished data file, still on disk.
@SuppressWarnings("ArrayRecordComponent") // never compared
record ShardFile(Path path, long items, byte[] md5) {}
