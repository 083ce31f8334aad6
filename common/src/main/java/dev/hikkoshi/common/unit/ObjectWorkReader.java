package dev.hikkoshi.common.unit;

import dev.hikkoshi.common.json.JsonCursor;
import dev.hikkoshi.common.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads the work on objects from a message. What it reads is untrusted.
final class ObjectWorkReader {
  private final JsonCursor json;

  ObjectWorkReader(JsonCursor json) {
    this.json = json;
  }

  /// The cursor's next field in an object. One that stands twice is refused: which one counts would
  /// be chance.
  static String newField(JsonCursor json, Set<String> seen) throws MalformedJsonException {
    String name = json.textAsString();
    if (!seen.add(name)) {
      throw json.malformed("a field stands twice");
    }
    return name;
  }

  CopyObjects copy() throws MalformedJsonException {
    String from = "";
    String to = "";
    List<ObjectToCopy> objects = List.of();
    var seen = new HashSet<String>();
    json.enterObject();
    while (json.nextField()) {
      switch (newField(json, seen)) {
        case "from" -> from = json.readString();
        case "to" -> to = json.readString();
        case "objects" -> objects = objects();
        default -> throw json.malformed("unknown field");
      }
    }
    return new CopyObjects(from, to, objects);
  }

  private List<ObjectToCopy> objects() throws MalformedJsonException {
    var objects = new ArrayList<ObjectToCopy>();
    json.enterArray();
    while (json.nextElement()) {
      objects.add(object());
    }
    return objects;
  }

  /// Only the key must be there; `toKey` is the same unless it says another.
  private ObjectToCopy object() throws MalformedJsonException {
    String key = "";
    long size = ObjectToCopy.UNKNOWN_SIZE;
    @Nullable String etag = null;
    @Nullable String version = null;
    @Nullable String toKey = null;
    @Nullable String storageClass = null;
    var seen = new HashSet<String>();
    json.enterObject();
    while (json.nextField()) {
      switch (newField(json, seen)) {
        case "key" -> key = json.readString();
        case "size" -> size = size();
        case "etag" -> etag = json.readString();
        case "version" -> version = json.readString();
        case "toKey" -> toKey = json.readString();
        case "storageClass" -> storageClass = json.readString();
        default -> throw json.malformed("unknown field");
      }
    }
    return new ObjectToCopy(key, size, etag, version, toKey == null ? key : toKey, storageClass);
  }

  private long size() throws MalformedJsonException {
    long size = json.readLong();
    if (size < 0) {
      throw json.malformed("size is below 0");
    }
    return size;
  }

  CopyVersions versions() throws MalformedJsonException {
    String from = "";
    String to = "";
    var objects = new ArrayList<ObjectHistory>();
    var seen = new HashSet<String>();
    json.enterObject();
    while (json.nextField()) {
      switch (newField(json, seen)) {
        case "from" -> from = json.readString();
        case "to" -> to = json.readString();
        case "objects" -> {
          json.enterArray();
          while (json.nextElement()) {
            objects.add(history());
          }
        }
        default -> throw json.malformed("unknown field");
      }
    }
    return new CopyVersions(from, to, objects);
  }

  private ObjectHistory history() throws MalformedJsonException {
    String key = "";
    String toKey = "";
    var versions = new ArrayList<VersionToCopy>();
    var seen = new HashSet<String>();
    json.enterObject();
    while (json.nextField()) {
      switch (newField(json, seen)) {
        case "key" -> key = json.readString();
        case "toKey" -> toKey = json.readString();
        case "versions" -> {
          json.enterArray();
          while (json.nextElement()) {
            versions.add(version());
          }
        }
        default -> throw json.malformed("unknown field");
      }
    }
    return new ObjectHistory(key, toKey, versions);
  }

  private VersionToCopy version() throws MalformedJsonException {
    String version = "";
    boolean deleteMarker = false;
    long size = ObjectToCopy.UNKNOWN_SIZE;
    @Nullable String etag = null;
    @Nullable String storageClass = null;
    var seen = new HashSet<String>();
    json.enterObject();
    while (json.nextField()) {
      switch (newField(json, seen)) {
        case "version" -> version = json.readString();
        case "deleteMarker" -> deleteMarker = json.readBoolean();
        case "size" -> size = size();
        case "etag" -> etag = json.readString();
        case "storageClass" -> storageClass = json.readString();
        default -> throw json.malformed("unknown field");
      }
    }
    return new VersionToCopy(version, deleteMarker, size, etag, storageClass);
  }

  RemoveObjects remove() throws MalformedJsonException {
    String bucket = "";
    var keys = new ArrayList<String>();
    var seen = new HashSet<String>();
    json.enterObject();
    while (json.nextField()) {
      switch (newField(json, seen)) {
        case "bucket" -> bucket = json.readString();
        case "keys" -> {
          json.enterArray();
          while (json.nextElement()) {
            keys.add(json.readString());
          }
        }
        default -> throw json.malformed("unknown field");
      }
    }
    return new RemoveObjects(bucket, keys);
  }
}
