package dev.hikkoshi.common.objects;

import org.jspecify.annotations.Nullable;

/// A part of a bucket: the keys with a prefix that come after one key and not after another, in the
/// order of their UTF-8 bytes.
///
/// @param prefix empty for all keys
/// @param after the last key before the range, which need not exist; null for none
/// @param upTo the last key of the range, which need not exist; null for no end
public record KeyRange(String prefix, @Nullable String after, @Nullable String upTo) {}
