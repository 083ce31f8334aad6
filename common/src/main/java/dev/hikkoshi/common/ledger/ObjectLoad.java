package dev.hikkoshi.common.ledger;

import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.objects.KeyPatterns;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Objects of a bucket, as an inventory describes them or a listing finds them.
///
/// @param manifest the inventory's `manifest.json`; the bucket and prefix that are listed
/// @param listed whether it is a bucket that is listed
/// @param versions whether all versions of each object are loaded, or only the current ones
/// @param previous the `manifest.json` of an earlier inventory, or of one of the destination, if
///   only what differs from it is loaded; null for everything
/// @param maxDelete the most keys that may be removed; nothing for any number
/// @param patterns which keys are meant
public record ObjectLoad(
    S3Location manifest,
    boolean listed,
    boolean versions,
    @Nullable S3Location previous,
    OptionalLong maxDelete,
    KeyPatterns patterns)
    implements Load {
  @Override
  public long items() {
    return 0;
  }

  /// Whether one producer brings all of it together before the first unit: to compare it with what
  /// is at the destination, or because an inventory has the versions of a key in no order.
  public boolean gathered() {
    return previous != null || (versions && !listed);
  }

  /// The part of all its keys that they lose on their way.
  public String prefix() {
    return listed ? manifest.key() : "";
  }

  @Override
  public Row row() {
    var row =
        new Row()
            .text("manifest", manifest.toString())
            .text("listed", Boolean.toString(listed))
            .text("versions", Boolean.toString(versions))
            .texts("include", patterns.include())
            .texts("exclude", patterns.exclude());
    if (previous != null) {
      row.text("previous", previous.toString());
    }
    maxDelete.ifPresent(most -> row.number("maxDelete", most));
    return row;
  }

  static ObjectLoad of(Row row) {
    return new ObjectLoad(
        S3Location.parse(row.text("manifest")),
        Boolean.parseBoolean(row.text("listed")),
        row.has("versions") && Boolean.parseBoolean(row.text("versions")),
        row.has("previous") ? S3Location.parse(row.text("previous")) : null,
        row.has("maxDelete") ? OptionalLong.of(row.number("maxDelete")) : OptionalLong.empty(),
        new KeyPatterns(row.texts("include"), row.texts("exclude")));
  }
}
