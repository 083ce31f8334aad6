package dev.hikkoshi.common.unit;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Writes the work on objects as JSON: every string escaped, so that keys may hold anything.
final class ObjectWorkJson {
  private final StringBuilder out = new StringBuilder(256);

  /// `"copy":{"from":…,"to":…,"objects":[{"key","size","etag","version","toKey","storageClass"}…]`,
  /// without the last brace. What is not known is left out.
  static byte[] of(CopyObjects copy) {
    var json = new ObjectWorkJson();
    json.out.append(",\"copy\":{\"from\":");
    json.string(copy.from()).append(",\"to\":");
    json.string(copy.to()).append(",\"objects\":[");
    for (Iterator<ObjectToCopy> each = copy.objects().iterator(); each.hasNext(); ) {
      json.object(each.next());
      json.out.append(each.hasNext() ? "," : "");
    }
    return json.out.append(']').toString().getBytes(StandardCharsets.UTF_8);
  }

  /// `"versions":{"from":…,"to":…,"objects":[{"key","toKey","versions":[…]}…]`, without the last
  /// brace.
  static byte[] of(CopyVersions copy) {
    var json = new ObjectWorkJson();
    json.out.append(",\"versions\":{\"from\":");
    json.string(copy.from()).append(",\"to\":");
    json.string(copy.to()).append(",\"objects\":[");
    for (Iterator<ObjectHistory> each = copy.objects().iterator(); each.hasNext(); ) {
      json.history(each.next());
      json.out.append(each.hasNext() ? "," : "");
    }
    return json.out.append(']').toString().getBytes(StandardCharsets.UTF_8);
  }

  /// `"remove":{"bucket":…,"keys":[…]`, without the last brace.
  static byte[] of(RemoveObjects remove) {
    var json = new ObjectWorkJson();
    json.out.append(",\"remove\":{\"bucket\":");
    json.string(remove.bucket()).append(",\"keys\":[");
    for (Iterator<String> each = remove.keys().iterator(); each.hasNext(); ) {
      json.string(each.next()).append(each.hasNext() ? "," : "");
    }
    return json.out.append(']').toString().getBytes(StandardCharsets.UTF_8);
  }

  private void object(ObjectToCopy object) {
    out.append("{\"key\":");
    string(object.key());
    if (object.size() != ObjectToCopy.UNKNOWN_SIZE) {
      out.append(",\"size\":").append(object.size());
    }
    known(",\"etag\":", object.etag());
    known(",\"version\":", object.version());
    known(",\"toKey\":", object.toKey());
    known(",\"storageClass\":", object.storageClass());
    out.append('}');
  }

  private void history(ObjectHistory object) {
    out.append("{\"key\":");
    string(object.key());
    known(",\"toKey\":", object.toKey());
    out.append(",\"versions\":[");
    for (Iterator<VersionToCopy> each = object.versions().iterator(); each.hasNext(); ) {
      version(each.next());
      out.append(each.hasNext() ? "," : "");
    }
    out.append("]}");
  }

  private void version(VersionToCopy version) {
    out.append("{\"version\":");
    string(version.version());
    if (version.deleteMarker()) {
      out.append(",\"deleteMarker\":true");
    }
    if (version.size() != ObjectToCopy.UNKNOWN_SIZE) {
      out.append(",\"size\":").append(version.size());
    }
    known(",\"etag\":", version.etag());
    known(",\"storageClass\":", version.storageClass());
    out.append('}');
  }

  private void known(String name, @Nullable String value) {
    if (value != null) {
      out.append(name);
      string(value);
    }
  }

  private StringBuilder string(String value) {
    out.append('"');
    JsonStringEncoder.getInstance().quoteAsString(value, out);
    return out.append('"');
  }
}
