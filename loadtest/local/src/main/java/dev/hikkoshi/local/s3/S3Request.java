package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.S3Error;
import java.io.InputStream;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/// A request read as far as its address, query and headers; the body is still to come.
record S3Request(
    String method,
    Address address,
    Map<String, String> query,
    HttpFields headers,
    InputStream body) {
  S3Request {
    query = Collections.unmodifiableMap(new LinkedHashMap<>(query));
  }

  static Map<String, String> parseQuery(@Nullable String raw) {
    Map<String, String> query = new LinkedHashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        String name = equals < 0 ? pair : pair.substring(0, equals);
        if (!name.isEmpty()) {
          String value = equals < 0 ? "" : pair.substring(equals + 1);
          query.put(Percent.decodeQuery(name), Percent.decodeQuery(value));
        }
      }
    }
    return query;
  }

  String bucket() {
    return address.bucket();
  }

  String key() {
    return address.key();
  }

  @Nullable String header(String name) {
    return headers.get(name);
  }

  @Nullable String parameter(String name) {
    return query.get(name);
  }

  String parameter(String name, String otherwise) {
    return query.getOrDefault(name, otherwise);
  }

  /// A whole number from the query, refused outside `least..most`.
  int parameter(String name, int otherwise, int least, int most) {
    String text = query.get(name);
    if (text == null || text.isEmpty()) {
      return otherwise;
    }
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // refused below like any other bad number
    }
    throw S3Error.INVALID_ARGUMENT.exception(
        "%s must be an integer between %d and %d, not %s".formatted(name, least, most, text));
  }

  /// How many entries a listing may have: at most 1,000, whatever is asked.
  int pageSize(String name) {
    return Math.min(parameter(name, 1000, 0, Integer.MAX_VALUE), 1000);
  }
}
