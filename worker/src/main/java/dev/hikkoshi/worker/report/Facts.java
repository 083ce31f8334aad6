package dev.hikkoshi.worker.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Names and values side by side.
///
/// @param values name → value, in the order of the map
public record Facts(Map<String, String> values) implements Block {
  public Facts {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  @Override
  public String html() {
    return values.entrySet().stream()
        .map(fact ->
            "<div><dt>%s</dt><dd>%s</dd></div>\n"
                .formatted(Html.text(fact.getKey()), Html.text(fact.getValue())))
        .collect(Collectors.joining("", "<dl>\n", "</dl>\n"));
  }
}
