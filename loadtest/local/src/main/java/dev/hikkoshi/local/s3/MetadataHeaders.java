package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.ObjectMetadata;
import dev.hikkoshi.local.s3.store.S3Error;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpField;
import org.jspecify.annotations.Nullable;

/// An object's metadata, read from the headers of a write and written to those of a read.
final class MetadataHeaders {
  private static final String USER = "x-amz-meta-";
  private static final int MAX_USER_BYTES = 2048;
  private static final List<String> SYSTEM =
      List.of(
          "Cache-Control",
          "Content-Disposition",
          "Content-Encoding",
          "Content-Language",
          "Content-Type",
          "Expires");
  private static final Set<String> STORAGE_CLASSES =
      Set.of(
          "STANDARD",
          "REDUCED_REDUNDANCY",
          "STANDARD_IA",
          "ONEZONE_IA",
          "INTELLIGENT_TIERING",
          "GLACIER",
          "DEEP_ARCHIVE",
          "GLACIER_IR");

  private MetadataHeaders() {}

  static ObjectMetadata read(S3Request request) {
    return new ObjectMetadata(system(request), user(request), tags(request), storageClass(request));
  }

  static Map<String, String> tags(S3Request request) {
    String header = request.header("x-amz-tagging");
    return header == null ? Map.of() : Tagging.checked(S3Request.parseQuery(header));
  }

  static String storageClass(S3Request request) {
    String named = request.header("x-amz-storage-class");
    if (named == null) {
      return "STANDARD";
    }
    if (!STORAGE_CLASSES.contains(named)) {
      throw S3Error.INVALID_STORAGE_CLASS.exception();
    }
    return named;
  }

  static S3Response answer(S3Response response, ObjectMetadata metadata) {
    metadata.system().forEach(response::header);
    metadata.user().forEach((name, value) -> response.header(USER + name, encoded(value)));
    if (!metadata.storageClass().equals("STANDARD")) {
      response.header("x-amz-storage-class", metadata.storageClass());
    }
    if (!metadata.tags().isEmpty()) {
      response.header("x-amz-tagging-count", String.valueOf(metadata.tags().size()));
    }
    return response;
  }

  private static Map<String, String> system(S3Request request) {
    Map<String, String> system = new LinkedHashMap<>();
    for (String name : SYSTEM) {
      String value = request.header(name);
      String kept = name.equals("Content-Encoding") ? withoutChunking(value) : value;
      if (kept != null && !kept.isEmpty()) {
        system.put(name, kept);
      }
    }
    system.putIfAbsent("Content-Type", "binary/octet-stream");
    return system;
  }

  /// `aws-chunked` is about the transfer and is not kept.
  private static @Nullable String withoutChunking(@Nullable String encoding) {
    if (encoding == null || !encoding.contains("aws-chunked")) {
      return encoding;
    }
    return Stream.of(encoding.split(",", -1))
        .map(String::strip)
        .filter(each -> !each.equals("aws-chunked") && !each.isEmpty())
        .collect(Collectors.joining(","));
  }

  private static Map<String, String> user(S3Request request) {
    Map<String, String> user = new LinkedHashMap<>();
    int bytes = 0;
    for (HttpField field : request.headers()) {
      String name = field.getName().toLowerCase(Locale.ROOT);
      if (name.startsWith(USER)) {
        String value = field.getValue() == null ? "" : utf8(field.getValue());
        user.merge(name.substring(USER.length()), value, (before, more) -> before + "," + more);
        bytes += name.length() - USER.length() + value.getBytes(StandardCharsets.UTF_8).length;
      }
    }
    if (bytes > MAX_USER_BYTES) {
      throw S3Error.METADATA_TOO_LARGE.exception();
    }
    return user;
  }

  /// Jetty hands headers over as Latin-1; clients mean UTF-8.
  private static String utf8(String latin1) {
    return latin1.chars().allMatch(unit -> unit < 0x80)
        ? latin1
        : new String(latin1.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /// Values beyond ASCII come back as RFC 2047 encoded words, as S3 answers them.
  private static String encoded(String value) {
    if (value.chars().allMatch(unit -> unit < 0x7f)) {
      return value;
    }
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    return "=?UTF-8?B?" + Base64.getEncoder().encodeToString(utf8) + "?=";
  }
}
