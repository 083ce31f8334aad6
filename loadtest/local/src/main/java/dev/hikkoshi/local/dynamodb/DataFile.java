package dev.hikkoshi.local.dynamodb;

/// A data file in S3, as its line in the manifest tells.
record DataFile(String key, long items, String md5Base64, String etag) {}
