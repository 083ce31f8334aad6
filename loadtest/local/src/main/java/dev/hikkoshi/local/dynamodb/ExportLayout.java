package dev.hikkoshi.local.dynamodb;

import dev.hikkoshi.common.ledger.ExportFormat;
import org.jspecify.annotations.Nullable;

/// The keys of an export's files, from the bucket's root. Incremental exports share a folder for
/// their data.
record ExportLayout(
    @Nullable String prefix, String id, ExportFormat format, boolean isIncremental) {
  String started() {
    return key("_started");
  }

  String manifestSummary() {
    return key("manifest-summary.json");
  }

  String manifestSummaryMd5() {
    return key("manifest-summary.md5");
  }

  String manifestFiles() {
    return key("manifest-files.json");
  }

  String manifestFilesMd5() {
    return key("manifest-files.md5");
  }

  String dataFile(String name) {
    String file = "data/" + name + (format == ExportFormat.ION ? ".ion.gz" : ".json.gz");
    return isIncremental ? root() + file : key(file);
  }

  private String key(String file) {
    return root() + id + "/" + file;
  }

  private String root() {
    return (prefix == null ? "" : prefix + "/") + "AWSDynamoDB/";
  }
}
