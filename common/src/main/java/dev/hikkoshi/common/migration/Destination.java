package dev.hikkoshi.common.migration;

import dev.hikkoshi.common.objects.CopySettings;
import org.jspecify.annotations.Nullable;

/// Where everything goes.
public sealed interface Destination {
  /// What writes, reads and creates it; null for this process's own credentials.
  @Nullable Role role();

  /// A table.
  ///
  /// @param table its name
  /// @param create what the run does if it is missing
  record Table(String table, @Nullable Role role, Create create) implements Destination {}

  /// A bucket.
  ///
  /// @param bucket its name
  /// @param prefix how all keys begin there; may be empty
  /// @param settings how objects are copied
  record Bucket(String bucket, String prefix, CopySettings settings, @Nullable Role role)
      implements Destination {}

  /// What to do with a missing table.
  enum Create {
    /// It is refused.
    NEVER,
    /// It is made like the source table, indexes included.
    LIKE_SOURCE,
    /// It is made like the source table, its global secondary indexes once everything is loaded.
    LIKE_SOURCE_INDEXES_LATER
  }
}
