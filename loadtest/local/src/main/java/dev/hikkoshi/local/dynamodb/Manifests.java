package dev.hikkoshi.local.dynamodb;

import java.time.Instant;
import java.util.List;

/// Puts the manifests of an export, its summary last: when that is there, all is there.
record Manifests(Export export, ExportBucket bucket) {
  /// @param end when the export ended
  /// @return how many items it has
  long put(List<DataFile> files, Instant end) {
    ExportLayout layout = export.layout();
    byte[] manifest = ExportManifest.files(files);
    bucket.put(layout.manifestFiles(), manifest);
    bucket.put(layout.manifestFilesMd5(), ExportManifest.md5(manifest));
    long items = files.stream().mapToLong(DataFile::items).sum();
    byte[] summary = ExportManifest.summary(export, end, items);
    bucket.put(layout.manifestSummaryMd5(), ExportManifest.md5(summary));
    bucket.put(layout.manifestSummary(), summary);
    return items;
  }
}
