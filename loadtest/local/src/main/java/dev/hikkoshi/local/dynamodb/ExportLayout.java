package dev.hikkoshi.local.dynamodb;

import org.jspecify.annotations.Nullable;

/// The keys of an export's files, from the bucket's root.
record ExportLayout(@Nullable String prefix, String id) {
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
    return key("data/" + name + ".json.gz");
  }

  private String key(String file) {
    return (prefix == null ? "" : prefix + "/") + "AWSDynamoDB/" + id + "/" + file;
  }
}
