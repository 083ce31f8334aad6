package dev.hikkoshi.local.dynamodb;

import dev.hikkoshi.common.ledger.ExportFormat;
import dev.hikkoshi.local.dynamodb.ChangeLog.Change;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.S3Client;

/// Does an export: scans the table, or goes through the changes in its window, into files on disk,
/// lets writes go on, uploads the files and last the manifests. Memory holds one page of the table.
/// Thread-safe.
final class ExportJob {
  private final TableScan scan;
  private final S3Client s3;
  private final ExportNames names;
  private final InstantSource clock;
  private final int maxShards;

  ExportJob(TableScan scan, S3Client s3, ExportNames names, InstantSource clock, int maxShards) {
    this.scan = scan;
    this.s3 = s3;
    this.names = names;
    this.clock = clock;
    this.maxShards = maxShards;
  }

  /// @param snapshot closed as soon as the table was read, and in any case
  ExportState run(Export export, WriteGate.Hold snapshot) throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory("dynamodb-export-");
    try {
      ExportBucket bucket = new ExportBucket(s3, export.request());
      bucket.put(export.layout().started(), new byte[0]);
      List<ShardFile> shards = write(export, folder);
      snapshot.close();
      List<DataFile> files = upload(shards, export.layout(), bucket);
      return conclude(export, files, bucket);
    } finally {
      snapshot.close();
      delete(folder);
    }
  }

  private List<ShardFile> write(Export export, Path folder)
      throws IOException, InterruptedException {
    Table table = export.table();
    ExportFormat format = export.request().format();
    ExportLines lines = new ExportLines(table, format);
    int count = Shards.count(export.items(), maxShards);
    try (Shards shards = new Shards(folder, count, format)) {
      switch (export.content()) {
        case ExportContent.Items _ ->
            scan.read(
                table,
                (partition, page, offset, length) ->
                    shards.add(partition, lines.item(page, offset, length)));
        case ExportContent.Changes changes -> {
          for (Change change : changes.keys()) {
            shards.add(lines.partition(change), lines.change(change, changes.oldImages()));
          }
        }
      }
      return shards.finish();
    }
  }

  private List<DataFile> upload(List<ShardFile> shards, ExportLayout layout, ExportBucket bucket)
      throws IOException {
    List<String> keys =
        Stream.generate(names::dataFile)
            .limit(shards.size())
            .sorted()
            .map(layout::dataFile)
            .toList();
    List<DataFile> files = new ArrayList<>();
    for (int i = 0; i < shards.size(); i++) {
      ShardFile shard = shards.get(i);
      String etag = bucket.upload(keys.get(i), shard);
      files.add(new DataFile(keys.get(i), shard.items(), Md5.base64(shard.md5()), etag));
      Files.delete(shard.path());
    }
    return files;
  }

  private ExportState conclude(Export export, List<DataFile> files, ExportBucket bucket) {
    Instant now = clock.instant();
    Instant end = now.isBefore(export.time()) ? export.time() : now;
    long items = new Manifests(export, bucket).put(files, end);
    return new ExportState.Completed(end, items);
  }

  /// Deletes a folder with what is in it.
  static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
