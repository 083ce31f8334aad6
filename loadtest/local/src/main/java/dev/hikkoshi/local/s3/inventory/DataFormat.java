package dev.hikkoshi.local.s3.inventory;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes data files of an inventory.
interface DataFormat {
  /// How names of such files end.
  String suffix();

  /// `fileSchema` of the manifest.
  String schema();

  /// One data file.
  ///
  /// @param rows the values of each column, in order
  byte[] write(List<@Nullable Object[]> rows) throws IOException;
}
