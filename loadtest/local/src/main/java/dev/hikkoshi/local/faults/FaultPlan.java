package dev.hikkoshi.local.faults;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What goes wrong, as in a fault file (`docs/faults.md`).
///
/// @param seed of the chance in it
/// @param rules asked in this order; the first that strikes decides
public record FaultPlan(long seed, List<FaultRule> rules) {
  /// Nothing goes wrong.
  public static final FaultPlan NONE = new FaultPlan(0, List.of());

  public FaultPlan {
    rules = List.copyOf(rules);
  }

  /// Reads a fault file.
  ///
  /// @throws IOException if the file cannot be read
  /// @throws InvalidFaultPlanException if it is no fault plan
  public static FaultPlan read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  /// Parses a fault plan.
  ///
  /// @throws InvalidFaultPlanException naming the key, its value and what is allowed
  public static FaultPlan parse(String json) {
    return FaultPlanJson.parse(json);
  }

  /// Whether it has rules for this service.
  public boolean concerns(FaultyService service) {
    return rules.stream().anyMatch(rule -> rule.service() == service);
  }

  @JsonCreator
  static FaultPlan of(
      @JsonProperty("seed") @Nullable Long seed,
      @JsonProperty(value = "rules", required = true) @Nullable List<FaultRule> rules) {
    if (rules == null) {
      throw new InvalidFaultPlanException("rules", "is null, allowed is a list of rules");
    }
    return new FaultPlan(requireNonNullElse(seed, 0L), rules);
  }
}
