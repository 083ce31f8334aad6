package dev.hikkoshi.common.objects;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/// Which keys are meant: those that an include pattern matches (all, if there is none) and no
/// exclude pattern does. Counts what each pattern matches, so that one that matches nothing can be
/// told. Thread-safe.
public final class KeyFilter {
  private final List<Counted> include;
  private final List<Counted> exclude;

  /// @param include patterns as [KeyPattern] reads them; empty for all keys
  /// @param exclude patterns that beat them
  public KeyFilter(List<String> include, List<String> exclude) {
    this.include = include.stream().map(Counted::of).toList();
    this.exclude = exclude.stream().map(Counted::of).toList();
  }

  /// Whether the key is meant. Counts it.
  public boolean accepts(String key) {
    boolean included = matches(include, key);
    boolean excluded = matches(exclude, key);
    return (included || include.isEmpty()) && !excluded;
  }

  /// All are asked: a pattern that another one covers has matched all the same.
  private static boolean matches(List<Counted> patterns, String key) {
    boolean any = false;
    for (Counted each : patterns) {
      if (each.pattern.matches(key)) {
        each.count.increment();
        any = true;
      }
    }
    return any;
  }

  /// How many keys each pattern has matched so far, as it was written, include before exclude.
  public Map<String, Long> matched() {
    Map<String, Long> matched = new LinkedHashMap<>();
    Stream.concat(include.stream(), exclude.stream())
        .forEach(each -> matched.merge(each.pattern.text(), each.count.sum(), Long::sum));
    return matched;
  }

  private record Counted(KeyPattern pattern, LongAdder count) {
    static Counted of(String pattern) {
      return new Counted(new KeyPattern(pattern), new LongAdder());
    }
  }
}
