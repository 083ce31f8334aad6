package dev.hikkoshi.local.s3.inventory;

import dev.hikkoshi.common.objects.InventoryFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is inventoried, and where to.
///
/// @param prefix of the keys that are listed; empty for all
/// @param versions whether all versions are listed, or only what is current
/// @param fields the optional columns, in the order they were asked for
/// @param destinationBucket its name
/// @param destinationPrefix null for none
public record InventoryConfiguration(
    String id,
    String prefix,
    boolean versions,
    List<InventoryColumn> fields,
    InventoryFormat format,
    String destinationBucket,
    @Nullable String destinationPrefix) {
  public InventoryConfiguration {
    fields = List.copyOf(fields);
  }

  /// All columns, in the order of the file.
  List<InventoryColumn> columns() {
    return InventoryColumn.all(versions, fields);
  }

  /// The folder of all inventories of this configuration.
  String folder(String sourceBucket) {
    String base = destinationPrefix == null ? "" : destinationPrefix + "/";
    return base + sourceBucket + "/" + id + "/";
  }
}
