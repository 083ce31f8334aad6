package dev.hikkoshi.common.migration;

import org.jspecify.annotations.Nullable;

/// Where the items go.
///
/// @param table the table's name
/// @param role what writes, scans and creates the table; null for this process's own credentials
/// @param create what the run does if the table is missing
public record Destination(String table, @Nullable Role role, Create create) {
  /// What to do with a missing table.
  public enum Create {
    /// It is refused.
    NEVER,
    /// It is made like the source table, indexes included.
    LIKE_SOURCE,
    /// It is made like the source table, its global secondary indexes once everything is loaded.
    LIKE_SOURCE_INDEXES_LATER
  }
}
