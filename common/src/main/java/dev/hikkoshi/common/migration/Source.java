package dev.hikkoshi.common.migration;

import dev.hikkoshi.common.objects.KeyPatterns;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Where everything comes from.
public sealed interface Source {
  /// What reads exports, inventories, listings and the source table; null for this process's own
  /// credentials.
  @Nullable Role role();

  /// Whether it is compared with what the destination lists.
  default boolean comparesWithListing() {
    return this instanceof Inventory inventory && inventory.previous() instanceof Previous.Listed;
  }

  /// Exports that are there.
  ///
  /// @param locations folders of exports or their `manifest-summary.json`, in the order of loading
  record Exports(List<S3Location> locations, @Nullable Role role) implements Source {
    public Exports {
      locations = List.copyOf(locations);
    }
  }

  /// A table that the run exports first.
  ///
  /// @param arn the table's ARN
  /// @param exportTo bucket and prefix that the export is written under
  /// @param bucketOwner 12 digits: the bucket's account, if it is not the table's
  record Table(String arn, S3Location exportTo, @Nullable String bucketOwner, @Nullable Role role)
      implements Source {}

  /// Objects of a bucket.
  sealed interface Objects extends Source {
    /// Which of them.
    KeyPatterns patterns();

    /// The inventory; of a bucket that is listed, the bucket and prefix.
    S3Location location();

    /// Whether all versions of each object are copied, or only the current ones.
    boolean versions();
  }

  /// An inventory of a bucket.
  ///
  /// @param location its folder or its `manifest.json`
  /// @param previous what is at the destination already, if only what differs from it is copied and
  ///   removed; null for everything
  /// @param maxDelete the most keys that may be removed; nothing for any number
  record Inventory(
      S3Location location,
      boolean versions,
      @Nullable Previous previous,
      OptionalLong maxDelete,
      KeyPatterns patterns,
      @Nullable Role role)
      implements Objects {}

  /// A bucket, or what is below a prefix in it, as it is listed.
  record Bucket(S3Location location, boolean versions, KeyPatterns patterns, @Nullable Role role)
      implements Objects {}
}
