package dev.hikkoshi.common.objects;

import java.util.Arrays;
import java.util.Optional;

/// What the data files of an S3 Inventory are written in.
public enum InventoryFormat {
  /// Gzipped, without a header, keys URL-encoded.
  CSV("CSV"),
  ORC("ORC"),
  PARQUET("Parquet");

  private final String spelling;

  InventoryFormat(String spelling) {
    this.spelling = spelling;
  }

  /// As `fileFormat` of a manifest spells it.
  public String spelling() {
    return spelling;
  }

  /// The format that `fileFormat` of a manifest names.
  public static Optional<InventoryFormat> named(String spelling) {
    return Arrays.stream(values()).filter(each -> each.spelling.equals(spelling)).findFirst();
  }
}
