package dev.hikkoshi.local.s3.store;

import dev.hikkoshi.common.objects.Utf8Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One page of a listing: entries and common prefixes, each in UTF-8 order, counted together.
///
/// @param next the last key or common prefix listed if more follow, else null: `after` of the next
///   page
public record KeyPage<V>(List<V> entries, List<String> commonPrefixes, @Nullable String next) {

  /// What a listing asks for.
  ///
  /// @param delimiter empty for none
  /// @param after lists only what comes after this key; a common prefix is skipped as a whole
  /// @param limit at most this many entries and common prefixes together
  public record Query(String prefix, String delimiter, @Nullable String after, int limit) {
    @Nullable String groupOf(String key) {
      if (delimiter.isEmpty() || !key.startsWith(prefix)) {
        return null;
      }
      int at = key.indexOf(delimiter, prefix.length());
      return at < 0 ? null : key.substring(0, at + delimiter.length());
    }
  }

  static <V> KeyPage<V> of(NavigableMap<String, V> map, Query query) {
    return of(map, query, _ -> true);
  }

  /// @param shown whether an entry is there at all
  static <V> KeyPage<V> of(NavigableMap<String, V> map, Query query, Predicate<V> shown) {
    List<V> entries = new ArrayList<>();
    List<String> groups = new ArrayList<>();
    String last = null;
    Map.Entry<String, V> entry = query.limit() == 0 ? null : first(map, query);
    var run = entry == null ? null : map.tailMap(entry.getKey(), true).entrySet().iterator();
    while (run != null && run.hasNext()) {
      entry = run.next();
      String key = entry.getKey();
      if (!key.startsWith(query.prefix())) {
        break;
      }
      if (!shown.test(entry.getValue())) {
        continue;
      }
      if (entries.size() + groups.size() == query.limit()) {
        return new KeyPage<>(entries, groups, last);
      }
      String group = query.groupOf(key);
      if (group == null) {
        entries.add(entry.getValue());
        last = key;
      } else {
        groups.add(group);
        last = group;
        String beyond = Utf8Order.after(group);
        run = beyond == null ? null : map.tailMap(beyond, true).entrySet().iterator();
      }
    }
    return new KeyPage<>(entries, groups, null);
  }

  static <V> Map.@Nullable Entry<String, V> first(NavigableMap<String, V> map, Query query) {
    String after = query.after();
    if (after == null || Utf8Order.INSTANCE.compare(after, query.prefix()) < 0) {
      return map.ceilingEntry(query.prefix());
    }
    if (!after.equals(query.groupOf(after))) {
      return map.higherEntry(after);
    }
    String beyond = Utf8Order.after(after);
    return beyond == null ? null : map.ceilingEntry(beyond);
  }
}
