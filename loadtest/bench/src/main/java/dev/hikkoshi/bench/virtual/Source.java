package dev.hikkoshi.bench.virtual;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;

/// A small export, and what the destination must hold in the end.
final class Source {
  static final String BUCKET = "exports";
  static final String FOLDER = "AWSDynamoDB/01605130432834-00000000/";

  /// What an item carries that no table takes.
  static final String POISON = "\"poison\":{\"BOOL\":true}";

  private static final String UNREADABLE = "{\"id\":{\"S\":\"k\"},\"n\":{\"Q\":\"1\"}}";

  private final Map<String, byte[]> objects = new LinkedHashMap<>();
  private final Map<String, List<String>> itemsOfFile = new LinkedHashMap<>();
  private final Map<String, String> wanted = new TreeMap<>();
  private final Set<String> poisoned = new HashSet<>();
  private int unreadable;
  private int lines;

  private Source() {}

  static Source draw(RandomGenerator random) {
    var source = new Source();
    int files = random.nextInt(4, 13);
    int most = random.nextInt(2, 14);
    double bad = random.nextInt(6) == 0 ? 0.05 : 0;
    var manifest = new StringBuilder();
    for (int file = 0; file < files; file++) {
      source.file(random, file, random.nextInt(1, most + 1), bad, manifest);
    }
    source.manifest("manifest-files", manifest.toString());
    source.manifest("manifest-summary", source.summary());
    return source;
  }

  private void file(
      RandomGenerator random, int file, int count, double bad, StringBuilder manifest) {
    var items = new ArrayList<String>();
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      if (random.nextDouble() < bad / 2) {
        unreadable++;
        text.append("{\"Item\":").append(UNREADABLE).append("}\n");
        continue;
      }
      String key = "k" + file + "-" + i;
      boolean poison = random.nextDouble() < bad;
      String item =
          "{\"id\":{\"S\":\""
              + key
              + "\"},\"v\":{\"S\":\""
              + "x".repeat(random.nextInt(40))
              + "\"}"
              + (poison ? "," + POISON : "")
              + "}";
      items.add(item);
      if (poison) {
        poisoned.add(key);
      } else {
        wanted.put(key, item);
      }
      text.append("{\"Item\":").append(item).append("}\n");
    }
    String key = FOLDER + "data/shard" + file + ".json.gz";
    byte[] bytes = gzip(text.toString());
    objects.put(key, bytes);
    itemsOfFile.put(key, items);
    lines += count;
    manifest
        .append("{\"itemCount\":")
        .append(count)
        .append(",\"md5Checksum\":\"")
        .append(Base64.getEncoder().encodeToString(md5(bytes)))
        .append("\",\"dataFileS3Key\":\"")
        .append(key)
        .append("\"}\n");
  }

  private String summary() {
    return "{\"version\":\"2020-06-30\",\"manifestFilesS3Key\":\""
        + FOLDER
        + "manifest-files.json\",\"itemCount\":"
        + lines
        + ",\"outputFormat\":\"DYNAMODB_JSON\"}";
  }

  private void manifest(String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    objects.put(FOLDER + name + ".json", bytes);
    objects.put(FOLDER + name + ".md5", Base64.getEncoder().encode(md5(bytes)));
  }

  private static byte[] gzip(String text) {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  static byte[] md5(byte[] bytes) {
    try {
      return MessageDigest.getInstance("MD5").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has MD5
    }
  }

  /// S3's objects by key.
  Map<String, byte[]> objects() {
    return objects;
  }

  /// The readable items of a data file.
  List<String> items(String file) {
    return itemsOfFile.getOrDefault(file, List.of());
  }

  /// What the destination must hold, by key.
  Map<String, String> wanted() {
    return wanted;
  }

  boolean isPoisoned(String key) {
    return poisoned.contains(key);
  }

  /// Items that no table takes.
  int poisoned() {
    return poisoned.size();
  }

  /// These, and lines that hold no item.
  int dead() {
    return poisoned.size() + unreadable;
  }

  /// Items the manifest promises.
  int items() {
    return lines;
  }

  /// The key in an item or a key of this source.
  static String key(String json) {
    int from = json.indexOf("{\"S\":\"") + 6;
    return json.substring(from, json.indexOf('"', from));
  }
}
