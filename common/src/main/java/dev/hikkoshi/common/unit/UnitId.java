package dev.hikkoshi.common.unit;

import java.util.regex.Pattern;

/// Names one work unit of a migration: `<split>/<sequence>`. Deterministic: reading a split again
/// gives the same ids.
///
/// @param split `[a-z0-9-]{1,64}`
/// @param sequence 0-based place within the split
public record UnitId(String split, int sequence) implements Comparable<UnitId> {
  private static final Pattern SPLIT = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern SEQUENCE = Pattern.compile("[0-9]{1,9}");

  public UnitId {
    if (!SPLIT.matcher(split).matches() || sequence < 0) {
      throw new IllegalArgumentException("not a unit id: " + split + "/" + sequence);
    }
  }

  /// Parses `<split>/<sequence>`.
  ///
  /// @throws IllegalArgumentException for anything else
  public static UnitId parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0 || !SEQUENCE.matcher(text.substring(slash + 1)).matches()) {
      throw new IllegalArgumentException("not a unit id");
    }
    return new UnitId(text.substring(0, slash), Integer.parseInt(text.substring(slash + 1)));
  }

  @Override
  public int compareTo(UnitId other) {
    int bySplit = split.compareTo(other.split);
    return bySplit != 0 ? bySplit : Integer.compare(sequence, other.sequence);
  }

  @Override
  public String toString() {
    return split + "/" + sequence;
  }
}
