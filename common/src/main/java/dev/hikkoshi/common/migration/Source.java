package dev.hikkoshi.common.migration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the items come from.
public sealed interface Source {
  /// What reads exports and the source table; null for this process's own credentials.
  @Nullable Role role();

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
}
