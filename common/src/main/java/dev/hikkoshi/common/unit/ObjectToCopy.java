package dev.hikkoshi.common.unit;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One object to copy, as its source was known to be when the copy was planned. A source that is
/// another one by then is not copied.
///
/// @param key the source's, any text of 1 to 1,024 bytes of UTF-8
/// @param size in bytes; [#UNKNOWN_SIZE] if not known
/// @param etag without quotes; null if not known: any object of that key and version is copied then
/// @param version which version; null for the current one
/// @param toKey the destination's, of the same shape
/// @param storageClass the source's, as S3 names it; null if not known
public record ObjectToCopy(
    String key,
    long size,
    @Nullable String etag,
    @Nullable String version,
    String toKey,
    @Nullable String storageClass) {
  public static final long UNKNOWN_SIZE = -1;

  /// They travel in headers and addresses.
  private static final Pattern VISIBLE = Pattern.compile("[!-~&&[^\"]]{1,1024}");

  private static final Pattern STORAGE_CLASS = Pattern.compile("[A-Z_]{1,64}");

  public ObjectToCopy {
    ObjectKeys.key(key);
    ObjectKeys.key(toKey);
    if (size < UNKNOWN_SIZE) {
      throw new IllegalArgumentException("size " + size + " is below 0");
    }
    require(VISIBLE, "etag", etag);
    require(VISIBLE, "version", version);
    require(STORAGE_CLASS, "storageClass", storageClass);
  }

  private static void require(Pattern pattern, String what, @Nullable String text) {
    if (text != null && !pattern.matcher(text).matches()) {
      throw new IllegalArgumentException(what + " is not " + pattern);
    }
  }
}
