package dev.hikkoshi.local.s3.store;

import dev.hikkoshi.common.objects.Utf8Order;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/// One page of a listing of versions: by key in UTF-8 order, those of one key from the latest on.
///
/// @param nextKey the last key or common prefix listed if more follow, else null
/// @param nextId the last version listed of that key; null for a common prefix
public record VersionPage(
    List<Entry> entries,
    List<String> commonPrefixes,
    @Nullable String nextKey,
    @Nullable String nextId) {
  /// A version as listed.
  public record Entry(ObjectVersion version, boolean latest) {}

  /// @param idAfter if not null, versions of the key `query.after()` older than this one come too
  static VersionPage of(
      NavigableMap<String, History> map, KeyPage.Query query, @Nullable String idAfter) {
    List<Entry> entries = new ArrayList<>();
    List<String> groups = new ArrayList<>();
    String lastKey = null;
    String lastId = null;
    Map.Entry<String, History> entry = query.limit() == 0 ? null : first(map, query, idAfter);
    while (entry != null && entry.getKey().startsWith(query.prefix())) {
      String key = entry.getKey();
      String group = query.groupOf(key);
      List<Entry> listed =
          group == null
              ? rest(entry.getValue(), key.equals(query.after()) ? idAfter : null)
              : List.of();
      if (group != null && entries.size() + groups.size() == query.limit()) {
        return new VersionPage(entries, groups, lastKey, lastId);
      }
      for (Entry each : listed) {
        if (entries.size() + groups.size() == query.limit()) {
          return new VersionPage(entries, groups, lastKey, lastId);
        }
        entries.add(each);
        lastKey = key;
        lastId = each.version().id();
      }
      if (group == null) {
        entry = map.higherEntry(key);
      } else {
        groups.add(group);
        lastKey = group;
        lastId = null;
        String beyond = Utf8Order.after(group);
        entry = beyond == null ? null : map.ceilingEntry(beyond);
      }
    }
    return new VersionPage(entries, groups, null, null);
  }

  private static Map.@Nullable Entry<String, History> first(
      NavigableMap<String, History> map, KeyPage.Query query, @Nullable String idAfter) {
    String after = query.after();
    return after == null || idAfter == null ? KeyPage.first(map, query) : map.ceilingEntry(after);
  }

  private static List<Entry> rest(History history, @Nullable String idAfter) {
    List<Entry> entries = new ArrayList<>();
    boolean latest = true;
    boolean listing = idAfter == null;
    for (ObjectVersion version : history.versions()) {
      if (listing) {
        entries.add(new Entry(version, latest));
      }
      latest = false;
      listing |= version.id().equals(idAfter);
    }
    return entries;
  }
}
