package dev.hikkoshi.local.dynamodb;

import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.ledger.ExportFormat;
import dev.hikkoshi.common.migration.S3Location;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongConsumer;
import java.util.function.LongFunction;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.s3.S3Client;

/// A full export in DYNAMODB_JSON as ExportTableToPointInTime writes it, of items that no table
/// holds. A few data files are written at a time: disk holds those, and memory a line of each,
/// however many items there are. A file holds neighbouring indexes, not a range of the table's hash
/// as AWS's do.
///
/// @param key of the table that there might be
/// @param items how many
/// @param shards data files, at least 1 and at most one for each item
/// @param mostLines of a file; what is left out is counted all the same, which is enough for
///   whoever only looks at manifests and the beginnings of files
/// @param json the UTF-8 of an item's DynamoDB JSON, by its index from 0; called by several threads
public record GeneratedExport(
    KeySchema key, long items, int shards, long mostLines, LongFunction<byte[]> json) {
  private static final String TABLE = "generated";
  private static final int WRITERS = 4;

  /// Writes it: `_started`, the data files, and last the manifests.
  ///
  /// @param to bucket and prefix; the export's own folder is made there
  /// @param clock gives the export's times, and with chance its name
  /// @param done told how many items are uploaded
  /// @return the key of its manifest-summary.json
  public S3Location write(
      S3Client s3,
      S3Location to,
      String region,
      InstantSource clock,
      RandomGenerator random,
      LongConsumer done)
      throws IOException, InterruptedException {
    Export export = export(to, region, clock, new ExportNames(random));
    var bucket = new ExportBucket(s3, export.request());
    bucket.put(export.layout().started(), new byte[0]);
    Path folder = Files.createTempDirectory("generated-export-");
    try {
      List<DataFile> files = files(export, bucket, folder, new ExportNames(random), done);
      new Manifests(export, bucket).put(files, clock.instant());
    } finally {
      ExportJob.delete(folder);
    }
    return to.withKey(export.layout().manifestSummary());
  }

  private Export export(S3Location to, String region, InstantSource clock, ExportNames names) {
    var now = clock.instant();
    String arn = "arn:aws:dynamodb:" + region + ":000000000000:table/" + TABLE;
    String prefix = to.key().replaceAll("/+$", "");
    var request =
        new ExportRequest(
            arn,
            to.bucket(),
            prefix.isEmpty() ? null : prefix,
            null,
            "AES256",
            null,
            ExportFormat.DYNAMODB_JSON,
            null);
    return new Export(
        names.exportId(now),
        request,
        "",
        new Table(TABLE, arn, now.getEpochSecond(), key, items, 0),
        now,
        new ExportContent.Items(now));
  }

  private List<DataFile> files(
      Export export, ExportBucket bucket, Path folder, ExportNames names, LongConsumer done)
      throws IOException, InterruptedException {
    var files = new ArrayList<DataFile>(shards);
    var running = new ArrayDeque<Future<DataFile>>();
    long uploaded = 0;
    try (var threads = Executors.newFixedThreadPool(WRITERS)) {
      try {
        for (int i = 0; i < shards; i++) {
          int shard = i;
          String at = export.layout().dataFile(names.dataFile());
          running.add(threads.submit(() -> file(shard, at, bucket, folder)));
          if (running.size() == 2 * WRITERS) {
            uploaded += take(running, files);
            done.accept(uploaded);
          }
        }
        while (!running.isEmpty()) {
          uploaded += take(running, files);
          done.accept(uploaded);
        }
      } finally {
        threads.shutdownNow();
      }
    }
    return files;
  }

  private static long take(ArrayDeque<Future<DataFile>> running, List<DataFile> files)
      throws IOException, InterruptedException {
    try {
      DataFile file = running.remove().get();
      files.add(file);
      return file.items();
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      throw new IOException(cause.getMessage(), cause);
    }
  }

  private DataFile file(int shard, String at, ExportBucket bucket, Path folder)
      throws IOException, InterruptedException {
    long from = first(shard);
    long count = first(shard + 1) - from;
    Path path = folder.resolve(shard + ".gz");
    ShardFile written = lines(path, from, Math.min(count, mostLines));
    String etag = bucket.upload(at, written);
    Files.delete(path);
    return new DataFile(at, count, Md5.base64(written.md5()), etag);
  }

  private long first(int shard) {
    return items / shards * shard + Math.min(shard, items % shards);
  }

  private ShardFile lines(Path path, long from, long count)
      throws IOException, InterruptedException {
    try (var shard = new Shard(path, ExportFormat.DYNAMODB_JSON)) {
      for (long i = 0; i < count; i++) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        byte[] item = json.apply(from + i);
        shard.add(ExportLines.full(item, 0, item.length));
      }
      return shard.finish();
    }
  }
}
