package dev.hikkoshi.runbook;

import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.ObjectLoad;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Patterns of a migration that have matched no key: most likely they are misspelt.
final class UnmatchedPatterns {
  private UnmatchedPatterns() {}

  /// Those of a migration whose source was read.
  static List<String> of(Ledger ledger, Migration migration) {
    Set<String> matched = ledger.splits().matched(migration.name());
    return migration.loads().stream()
        .flatMap(load ->
            load instanceof ObjectLoad objects
                ? Stream.concat(
                    objects.patterns().include().stream(), objects.patterns().exclude().stream())
                : Stream.empty())
        .distinct()
        .filter(pattern -> !matched.contains(pattern))
        .toList();
  }
}
