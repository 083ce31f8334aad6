package dev.hikkoshi.common.unit;

import dev.hikkoshi.common.json.JsonCursor;
import dev.hikkoshi.common.json.MalformedJsonException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Work messages as JSON text, version 1:
/// `{"v":1,"migration":…,"unit":"<split>/<seq>","phase":n,"attempt":n,"write":{"table":…,"put":[…],"delete":[…]}}`,
/// or instead of `write`, `"scan":{"table":…,"segment":i,"of":n}`,
/// `"copy":{"from":…,"to":…,"objects":[{"key","size","etag","version","toKey","storageClass"}…]}`,
/// of which an object's key alone must be there, `"remove":{"bucket":…,"keys":[…]}`, or
/// `"versions":{"from":…,"to":…,"objects":[{"key","toKey","versions":[{"version","size","etag","storageClass"}…]}…]}`,
/// the oldest version first, and of a delete marker `{"version":…,"deleteMarker":true}`.
///
/// What another system asks for is `{"v":1,"id":…,"copy":{…}}`.
///
/// Items stand in the message as they were exported; only the characters that SQS refuses (U+FFFE,
/// U+FFFF) are written as an escape, which is the same JSON string. What is read is untrusted: it
/// is checked to the last byte.
public final class WorkMessageCodec {
  private static final int VERSION = 1;
  private static final String END = "}}";
  private static final Pattern MIGRATION = Pattern.compile("[a-z0-9-]{1,64}");
  private static final Pattern TABLE = Pattern.compile("[a-zA-Z0-9_.-]{3,255}");

  private WorkMessageCodec() {}

  /// The message as text that SQS accepts.
  public static String encode(WorkMessage message) {
    return new String(utf8(message), StandardCharsets.UTF_8);
  }

  /// The same as UTF-8.
  public static byte[] utf8(WorkMessage message) {
    String head =
        "{\"v\":"
            + VERSION
            + ",\"migration\":\""
            + message.migration()
            + "\",\"unit\":\""
            + message.unit()
            + "\",\"phase\":"
            + message.phase()
            + ",\"attempt\":"
            + message.attempt();
    byte[] json =
        switch (message.work()) {
          case WriteItems write -> items(head, write);
          case ScanSegment scan ->
              ascii(
                  head
                      + ",\"scan\":{\"table\":\""
                      + scan.table()
                      + "\",\"segment\":"
                      + scan.segment()
                      + ",\"of\":"
                      + scan.of()
                      + END);
          case CopyObjects copy -> objects(head, ObjectWorkJson.of(copy));
          case CopyVersions copy -> objects(head, ObjectWorkJson.of(copy));
          case RemoveObjects remove -> objects(head, ObjectWorkJson.of(remove));
        };
    return RefusedCharacters.escaped(json);
  }

  /// In an array that is exactly as long as it gets: messages are large, and nothing is copied
  /// twice.
  private static byte[] items(String head, WriteItems write) {
    byte[] before = ascii(head + ",\"write\":{\"table\":\"" + write.table() + "\",\"put\":");
    byte[] between = ascii(",\"delete\":");
    byte[] end = ascii(END);
    int values = length(write.put()) + length(write.delete());
    var json = ByteBuffer.allocate(before.length + between.length + end.length + values);
    json.put(before);
    array(write.put(), json);
    json.put(between);
    array(write.delete(), json);
    json.put(end);
    return json.array();
  }

  private static int length(List<RawJson> values) {
    int length = 2 + Math.max(0, values.size() - 1);
    for (RawJson value : values) {
      length += value.length();
    }
    return length;
  }

  private static void array(List<RawJson> values, ByteBuffer json) {
    json.put((byte) '[');
    for (int i = 0; i < values.size(); i++) {
      if (i > 0) {
        json.put((byte) ',');
      }
      RawJson value = values.get(i);
      json.put(value.buffer(), value.from(), value.length());
    }
    json.put((byte) ']');
  }

  private static byte[] objects(String head, byte[] work) {
    var json = new ByteArrayOutputStream(head.length() + work.length + END.length());
    json.writeBytes(ascii(head));
    json.writeBytes(work);
    json.writeBytes(ascii(END));
    return json.toByteArray();
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// The request as text that SQS accepts.
  public static String encode(AdHocCopy request) {
    return new String(utf8(request), StandardCharsets.UTF_8);
  }

  /// The same as UTF-8.
  public static byte[] utf8(AdHocCopy request) {
    String head =
        "{\"v\":" + VERSION + ",\"id\":\"" + request.id() + "\",\"attempt\":" + request.attempt();
    return RefusedCharacters.escaped(objects(head, ObjectWorkJson.of(request.copy())));
  }

  /// The most bytes that this has in a message: three bytes of UTF-8 that SQS refuses become an
  /// escape of six.
  public static int longest(RawJson json) {
    return json.length() + RefusedCharacters.growth(json.buffer(), json.from(), json.to());
  }

  /// Reads a unit of a migration.
  ///
  /// @throws UnreadableMessageException if it is not one, saying why
  public static WorkMessage decode(String body) throws UnreadableMessageException {
    return switch (read(body.getBytes(StandardCharsets.UTF_8))) {
      case WorkMessage unit -> unit;
      case AdHocCopy _ ->
          throw new UnreadableMessageException("not a work message: it is of no migration");
    };
  }

  /// Reads a message.
  ///
  /// @param utf8 its text, which items then point into
  /// @throws UnreadableMessageException if it is not one, saying why
  public static QueueMessage read(byte[] utf8) throws UnreadableMessageException {
    try {
      return new Reader(utf8).message();
    } catch (MalformedJsonException | IllegalArgumentException e) {
      throw new UnreadableMessageException("not a work message: " + e.getMessage());
    }
  }

  /// Reads one message.
  private static final class Reader {
    private final byte[] bytes;
    private final JsonCursor json = new JsonCursor();
    private long version = -1;
    private @Nullable String id;
    private @Nullable String migration;
    private @Nullable UnitId unit;
    private int phase = -1;
    private int attempt = -1;
    private @Nullable Work work;

    Reader(byte[] bytes) {
      this.bytes = bytes;
    }

    QueueMessage message() throws MalformedJsonException {
      json.reset(bytes, 0, bytes.length).enterObject();
      var seen = new HashSet<String>();
      while (json.nextField()) {
        field(newField(seen));
      }
      json.end();
      if (version != VERSION) {
        throw new IllegalArgumentException("its version is " + version + ", known is " + VERSION);
      }
      return id == null ? unit() : request(id);
    }

    private AdHocCopy request(String name) {
      if (migration != null || unit != null || phase >= 0) {
        throw new IllegalArgumentException("an id beside migration, unit or phase");
      }
      if (!(work instanceof CopyObjects copy)) {
        throw new IllegalArgumentException("an id without a copy");
      }
      return new AdHocCopy(name, Math.max(0, attempt), copy);
    }

    private WorkMessage unit() {
      if (migration == null || unit == null || phase < 0 || attempt < 0 || work == null) {
        throw new IllegalArgumentException("migration, unit, phase, attempt or work is missing");
      }
      return new WorkMessage(migration, unit, phase, attempt, work);
    }

    private String newField(Set<String> seen) throws MalformedJsonException {
      return ObjectWorkReader.newField(json, seen);
    }

    private void field(String name) throws MalformedJsonException {
      switch (name) {
        case "v" -> version = json.readLong();
        case "id" -> id = json.readString();
        case "migration" -> migration = matching(MIGRATION, "migration");
        case "unit" -> unit = UnitId.parse(json.readString());
        case "phase" -> phase = count("phase");
        case "attempt" -> attempt = count("attempt");
        case "write" -> work(write());
        case "scan" -> work(scan());
        case "copy" -> work(new ObjectWorkReader(json).copy());
        case "versions" -> work(new ObjectWorkReader(json).versions());
        case "remove" -> work(new ObjectWorkReader(json).remove());
        default -> throw json.malformed("unknown field");
      }
    }

    private void work(Work read) {
      if (work != null) {
        throw new IllegalArgumentException("more than one kind of work");
      }
      work = read;
    }

    private String matching(Pattern pattern, String what) throws MalformedJsonException {
      String text = json.readString();
      if (!pattern.matcher(text).matches()) {
        throw json.malformed(what + " is not " + pattern);
      }
      return text;
    }

    private int count(String what) throws MalformedJsonException {
      long value = json.readLong();
      if (value < 0 || value > Integer.MAX_VALUE - 1) {
        throw json.malformed(what + " is out of range");
      }
      return (int) value;
    }

    private WriteItems write() throws MalformedJsonException {
      String table = "";
      List<RawJson> put = List.of();
      List<RawJson> delete = List.of();
      var seen = new HashSet<String>();
      json.enterObject();
      while (json.nextField()) {
        switch (newField(seen)) {
          case "table" -> table = matching(TABLE, "table");
          case "put" -> put = values();
          case "delete" -> delete = values();
          default -> throw json.malformed("unknown field");
        }
      }
      if (table.isEmpty()) {
        throw new IllegalArgumentException("write has no table");
      }
      return new WriteItems(table, put, delete);
    }

    private List<RawJson> values() throws MalformedJsonException {
      var values = new ArrayList<RawJson>();
      json.enterArray();
      while (json.nextElement()) {
        json.skipValue();
        values.add(new RawJson(bytes, json.valueFrom(), json.valueTo()));
      }
      return values;
    }

    private ScanSegment scan() throws MalformedJsonException {
      String table = "";
      int segment = -1;
      int of = 0;
      var seen = new HashSet<String>();
      json.enterObject();
      while (json.nextField()) {
        switch (newField(seen)) {
          case "table" -> table = matching(TABLE, "table");
          case "segment" -> segment = count("segment");
          case "of" -> of = count("of");
          default -> throw json.malformed("unknown field");
        }
      }
      if (table.isEmpty()) {
        throw new IllegalArgumentException("scan has no table");
      }
      return new ScanSegment(table, segment, of);
    }
  }
}
