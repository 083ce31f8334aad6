package dev.hikkoshi.local.faults;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Names, where `*` is any text: `Batch*`, `*-work`. Immutable.
public final class NamePattern {
  private final String text;
  private final Pattern pattern;

  /// @param text never blank
  @JsonCreator
  public NamePattern(String text) {
    if (text.isBlank()) {
      throw new InvalidFaultPlanException("", "is blank, allowed is a name in which * is any text");
    }
    this.text = text;
    pattern =
        Pattern.compile(
            Arrays.stream(text.split("\\*", -1))
                .map(Pattern::quote)
                .collect(Collectors.joining(".*")));
  }

  boolean matches(String name) {
    return pattern.matcher(name).matches();
  }

  @Override
  public String toString() {
    return text;
  }
}
