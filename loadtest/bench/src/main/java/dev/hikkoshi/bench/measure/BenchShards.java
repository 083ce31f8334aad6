package dev.hikkoshi.bench.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hikkoshi.bench.sink.S3Sink;
import dev.hikkoshi.common.ledger.ShardFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/// Data files of an export in a sink's S3, a few of them different, the others the same again.
final class BenchShards {
  private static final int DIFFERENT = 16;

  private final List<ShardFile> files = new ArrayList<>();
  private final List<byte[]> contents = new ArrayList<>();

  BenchShards(S3Sink s3, BenchSize size) {
    Map<Variant, byte[]> variants = new HashMap<>();
    Map<Variant, String> sums = new HashMap<>();
    for (int i = 0; i < size.shards(); i++) {
      int items = size.items() / size.shards() + (i < size.items() % size.shards() ? 1 : 0);
      var variant = new Variant(i % DIFFERENT, items);
      byte[] content = variants.computeIfAbsent(variant, BenchShards::content);
      String key = "AWSDynamoDB/" + BenchMigration.name(size.items()) + "/data/" + i + ".json.gz";
      s3.put(BenchMigration.BUCKET, key, content);
      contents.add(content);
      files.add(
          new ShardFile(
              key,
              items,
              sums.computeIfAbsent(variant, _ -> md5(content)),
              S3Sink.ETAG,
              content.length,
              false));
    }
  }

  List<ShardFile> files() {
    return files;
  }

  /// Writes all files, one behind the other: as gzip has it, one file.
  Path write(Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      for (byte[] content : contents) {
        out.write(content);
      }
    }
    return file;
  }

  private static byte[] content(Variant variant) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes, 64 << 10)) {
      for (String item : BenchItems.of(variant.index, variant.items)) {
        gzip.write(("{\"Item\":" + item + "}\n").getBytes(UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // into memory
    }
    return bytes.toByteArray();
  }

  private static String md5(byte[] content) {
    try {
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has MD5
    }
  }

  private record Variant(int index, int items) {}
}
