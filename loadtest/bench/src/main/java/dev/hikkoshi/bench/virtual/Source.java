package dev.hikkoshi.bench.virtual;

import dev.hikkoshi.common.migration.S3Location;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPOutputStream;

/// A small full export, perhaps followed by incremental ones that write and delete the same keys,
/// and what the destination must hold in the end. Some lines hold no item, some items no table
/// takes.
final class Source {
  private static final String BUCKET = "exports";
  private static final String POISON = "\"poison\":{\"BOOL\":true}";
  private static final String NO_ITEM = "{\"id\":{\"Q\":\"1\"}}";

  private final RandomGenerator random;
  private final double bad;
  private final List<S3Location> exports = new ArrayList<>();
  private final Map<String, byte[]> objects = new HashMap<>();
  private final Map<String, List<String>> requestsOfFile = new HashMap<>();
  private final Map<String, Integer> phases = new HashMap<>();
  private final TreeMap<String, String> atSource = new TreeMap<>();
  private final TreeMap<String, String> wanted = new TreeMap<>();
  private final Set<String> deletedOnce = new HashSet<>();
  private int lines;
  private int deletes;
  private int dead;

  private Source(RandomGenerator random) {
    this.random = random;
    this.bad = random.nextInt(6) == 0 ? 0.05 : 0;
  }

  static Source draw(RandomGenerator random) {
    var source = new Source(random);
    source.load(source.items());
    for (int more = random.nextInt(3); more > 0; more--) {
      source.load(source.changes());
    }
    return source;
  }

  /// @param request what the line asks of the destination, an item or a key; empty if nothing
  private record Line(String json, String request) {}

  private List<Line> items() {
    var items = new ArrayList<Line>();
    for (int i = random.nextInt(8, 80); i > 0; i--) {
      items.add(line(put("k" + i), "Item", ""));
    }
    return items;
  }

  /// What became of some of the keys, and some new ones.
  private List<Line> changes() {
    var changes = new ArrayList<Line>();
    for (String key : List.copyOf(atSource.keySet())) {
      String before = atSource.getOrDefault(key, "");
      String old = envelope(key) + ",\"OldImage\":" + before;
      switch (random.nextInt(4)) {
        case 0 -> changes.add(line(put(key), "NewImage", old + ","));
        case 1 -> {
          if (deletedOnce.add(key)) {
            delete(key);
            changes.add(new Line("{" + old + "}", key(key)));
          }
        }
        default -> {
          // unchanged
        }
      }
    }
    for (int i = random.nextInt(1, 10); i > 0; i--) {
      String key = "k" + exports.size() + "-" + i;
      changes.add(line(put(key), "NewImage", envelope(key) + ","));
    }
    return changes;
  }

  private static String envelope(String key) {
    return "\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"1\"}},\"Keys\":" + key(key);
  }

  private Line line(String item, String field, String before) {
    if (item.isEmpty()) {
      return new Line("{" + before + "\"" + field + "\":" + NO_ITEM + "}", "");
    }
    return new Line("{" + before + "\"" + field + "\":" + item + "}", item);
  }

  /// A new item of that key, empty for a line without one.
  private String put(String key) {
    if (random.nextDouble() < bad / 2) {
      dead++;
      return "";
    }
    boolean poison = random.nextDouble() < bad;
    String item =
        String.format(
            Locale.ROOT,
            "{\"id\":{\"S\":\"%s\"},\"phase\":{\"N\":\"%d\"},\"v\":{\"S\":\"%s\"}%s}",
            key,
            exports.size(),
            "x".repeat(random.nextInt(40)),
            poison ? "," + POISON : "");
    atSource.put(key, item);
    if (poison) {
      dead++;
    } else {
      wanted.put(key, item);
    }
    return item;
  }

  private void delete(String key) {
    deletes++;
    atSource.remove(key);
    wanted.remove(key);
  }

  private static String key(String key) {
    return "{\"id\":{\"S\":\"" + key + "\"}}";
  }

  /// Writes an export of these lines.
  private void load(List<Line> all) {
    int phase = exports.size();
    String folder = "AWSDynamoDB/0160513043283" + phase + "-00000000/";
    exports.add(new S3Location(BUCKET, folder));
    int files = random.nextInt(1, 12);
    var manifest = new StringBuilder();
    for (int file = 0; file < files; file++) {
      var text = new StringBuilder();
      var requests = new ArrayList<String>();
      int count = 0;
      for (int i = file; i < all.size(); i += files) {
        Line line = all.get(i);
        text.append(line.json).append('\n');
        count++;
        if (!line.request.isEmpty()) {
          requests.add(line.request);
          phases.put(line.request, phase);
        }
      }
      String key = folder + "data/shard" + file + ".json.gz";
      objects.put(key, gzip(text.toString()));
      requestsOfFile.put(key, requests);
      manifest.append(manifestLine(key, count));
    }
    lines += all.size();
    manifest(folder, "manifest-files", manifest.toString());
    manifest(folder, "manifest-summary", summary(folder, phase, all.size()));
  }

  private String manifestLine(String key, int count) {
    return "{\"itemCount\":"
        + count
        + ",\"md5Checksum\":\""
        + Base64.getEncoder().encodeToString(md5(objects.getOrDefault(key, new byte[0])))
        + "\",\"dataFileS3Key\":\""
        + key
        + "\"}\n";
  }

  private static String summary(String folder, int phase, int count) {
    String window =
        phase == 0
            ? "\"exportType\":\"FULL_EXPORT\",\"exportTime\":\"" + time(phase) + "\""
            : "\"exportType\":\"INCREMENTAL_EXPORT\",\"outputView\":\"NEW_AND_OLD_IMAGES\","
                + "\"exportFromTime\":\""
                + time(phase - 1)
                + "\",\"exportToTime\":\""
                + time(phase)
                + "\"";
    return "{\"version\":\"2020-06-30\",\"manifestFilesS3Key\":\""
        + folder
        + "manifest-files.json\",\"itemCount\":"
        + count
        + ",\"outputFormat\":\"DYNAMODB_JSON\","
        + window
        + "}";
  }

  private static String time(int phase) {
    return "2026-11-01T0" + phase + ":00:00Z";
  }

  private void manifest(String folder, String name, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    objects.put(folder + name + ".json", bytes);
    objects.put(folder + name + ".md5", Base64.getEncoder().encode(md5(bytes)));
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

  /// Full export first.
  List<S3Location> exports() {
    return exports;
  }

  /// S3's objects by key.
  Map<String, byte[]> objects() {
    return objects;
  }

  /// Items to put and keys to delete of a data file.
  List<String> requests(String file) {
    return requestsOfFile.getOrDefault(file, List.of());
  }

  /// The load that an item to put or a key to delete belongs to.
  int phase(String request) {
    return phases.getOrDefault(request, -1);
  }

  /// What the source holds, by key.
  Map<String, String> atSource() {
    return atSource;
  }

  /// What the destination must hold, by key.
  Map<String, String> wanted() {
    return wanted;
  }

  /// Lines that hold no item, and items that no table takes.
  int dead() {
    return dead;
  }

  int deletes() {
    return deletes;
  }

  /// Lines of all exports.
  int lines() {
    return lines;
  }

  static boolean isPoisoned(String item) {
    return item.contains(POISON);
  }

  /// The key in an item or a key.
  static String keyOf(String json) {
    int from = json.indexOf("{\"S\":\"") + 6;
    return json.substring(from, json.indexOf('"', from));
  }
}
