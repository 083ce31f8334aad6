package dev.hikkoshi.common.objects;

import java.util.List;

/// Which keys are meant: those that an include pattern matches (all, if there is none) and no
/// exclude pattern does.
///
/// @param include patterns as [KeyPattern] reads them; empty for all keys
/// @param exclude patterns that beat them
public record KeyPatterns(List<String> include, List<String> exclude) {
  /// All keys.
  public static final KeyPatterns ALL = new KeyPatterns(List.of(), List.of());

  public KeyPatterns {
    include = List.copyOf(include);
    exclude = List.copyOf(exclude);
  }

  /// A filter that has counted nothing yet.
  public KeyFilter filter() {
    return new KeyFilter(include, exclude);
  }
}
