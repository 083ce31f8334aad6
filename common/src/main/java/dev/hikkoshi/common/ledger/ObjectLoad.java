package dev.hikkoshi.common.ledger;

import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.objects.KeyPatterns;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Objects of a bucket, as an inventory describes them or a listing finds them.
///
/// @param manifest the inventory's `manifest.json`; the bucket and prefix that are listed
/// @param listed whether it is a bucket that is listed
/// @param previous the `manifest.json` of an earlier inventory, if only what changed since is
///   loaded; null for everything
/// @param maxDelete the most keys that may be removed; nothing for any number
/// @param patterns which keys are meant
public record ObjectLoad(
    S3Location manifest,
    boolean listed,
    @Nullable S3Location previous,
    OptionalLong maxDelete,
    KeyPatterns patterns)
    implements Load {
  @Override
  public long items() {
    return 0;
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
        row.has("previous") ? S3Location.parse(row.text("previous")) : null,
        row.has("maxDelete") ? OptionalLong.of(row.number("maxDelete")) : OptionalLong.empty(),
        new KeyPatterns(row.texts("include"), row.texts("exclude")));
  }
}
