package dev.hikkoshi.runbook.plan;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.runbook.cli.Output;
import java.time.Duration;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/// What a migration takes before anything moves.
///
/// @param migration its name
/// @param volume what is moved
/// @param target units, or copies, per second
/// @param fleet who does it
/// @param exportSeconds of an export that the run makes first
/// @param verifySeconds of the verification
/// @param asItIs with everything as it is now
/// @param alternatives what else could be done
/// @param window the time there is
/// @param advice what to do if it does not fit
/// @param notes what was assumed
/// @param prices what the bill is by
public record MigrationPlan(
    String migration,
    Volume volume,
    double target,
    Fleet fleet,
    double exportSeconds,
    double verifySeconds,
    Alternative asItIs,
    List<Alternative> alternatives,
    Optional<Duration> window,
    List<String> advice,
    List<String> notes,
    PriceList prices) {
  public MigrationPlan {
    alternatives = List.copyOf(alternatives);
    advice = List.copyOf(advice);
    notes = List.copyOf(notes);
  }

  private double seconds() {
    return asItIs.seconds().orElse(0);
  }

  private double totalSeconds() {
    return asItIs.totalSeconds().orElse(0);
  }

  /// As `--output json` has it. `seconds` is writing alone, as `simulate` counts it.
  public ObjectNode json() {
    ObjectNode json = Output.object();
    json.put("migration", migration)
        .put("kind", volume.kind())
        .put("items", volume.items())
        .put("bytes", volume.bytes())
        .put("files", volume.files())
        .put("sampled", volume.sampled())
        .put("estimated", volume.estimated())
        .put("unitsEach", volume.unitsEach())
        .put("units", volume.units())
        .put("target", target)
        .put("producers", fleet.producers())
        .put("workers", fleet.workers())
        .put("seconds", seconds())
        .put("exportSeconds", exportSeconds)
        .put("verifySeconds", verifySeconds)
        .put("totalSeconds", totalSeconds())
        .put("dollars", asItIs.dollars());
    costs(asItIs, json.putArray("costs"));
    window.ifPresent(
        time -> json.put("windowSeconds", time.toSeconds()).put("fits", asItIs.fits(time)));
    ArrayNode ways = json.putArray("alternatives");
    alternatives.forEach(each -> way(each, ways.addObject()));
    advice.forEach(json.putArray("advice")::add);
    notes.forEach(json.putArray("notes")::add);
    json.putObject("prices").put("region", prices.region()).put("date", prices.date());
    return json;
  }

  private void way(Alternative way, ObjectNode json) {
    json.put("name", way.name());
    way.seconds().ifPresentOrElse(s -> json.put("seconds", s), () -> json.putNull("seconds"));
    way.totalSeconds()
        .ifPresentOrElse(s -> json.put("totalSeconds", s), () -> json.putNull("totalSeconds"));
    json.put("dollars", way.dollars());
    costs(way, json.putArray("costs"));
    window.ifPresent(time -> json.put("fits", way.fits(time)));
    json.put("how", way.how());
  }

  private static void costs(Alternative way, ArrayNode costs) {
    for (Cost cost : way.costs()) {
      costs
          .addObject()
          .put("item", cost.item())
          .put("quantity", cost.quantity())
          .put("price", cost.price())
          .put("each", cost.each())
          .put("dollars", cost.dollars());
    }
  }

  /// For a person.
  public String text() {
    var text = new StringBuilder();
    var to = new Formatter(text, Locale.ROOT);
    to.format(
        "%s: %,d %s, %s%s%n",
        migration,
        volume.items(),
        volume.kind(),
        size(volume.bytes()),
        volume.estimated() ? " (estimated)" : "");
    to.format(
        "  %,.0f units at a target of %,.0f/s; %d producers, %d workers%n",
        volume.units(), target, fleet.producers(), fleet.workers());
    to.format(
        "  time: %s = %sload %s + verification %s%n",
        time(asItIs.totalSeconds()),
        exportSeconds > 0 ? "export " + time(OptionalDouble.of(exportSeconds)) + " + " : "",
        time(asItIs.seconds()),
        time(OptionalDouble.of(verifySeconds)));
    window.ifPresent(time ->
        to.format(
            "  window %s: %s%n",
            time(OptionalDouble.of((double) time.toSeconds())),
            asItIs.fits(time) ? "fits" : "DOES NOT FIT"));
    to.format("%n");
    to.format("  %-34s %18s  %10s%n", "cost", "quantity", "dollars");
    for (Cost cost : asItIs.costs()) {
      to.format("  %-34s %,18.0f  %10.2f%n", cost.item(), cost.quantity(), cost.dollars());
    }
    to.format("  %-34s %18s  %10.2f%n", "all", "", asItIs.dollars());
    to.format("  (prices of %s, %s)%n", prices.region(), prices.date());
    to.format("%n");
    to.format("  %-34s %8s %8s  %10s%n", "way", "load", "all", "dollars");
    way(to, asItIs);
    alternatives.forEach(each -> way(to, each));
    if (!advice.isEmpty()) {
      to.format("%n");
      advice.forEach(each -> to.format("  %s%n", each));
    }
    if (!notes.isEmpty()) {
      to.format("%n");
      notes.forEach(each -> to.format("  note: %s%n", each));
    }
    return text.toString();
  }

  private void way(Formatter to, Alternative way) {
    to.format(
        "  %-34s %8s %8s  %10.2f%s%n",
        way.name(),
        time(way.seconds()),
        time(way.totalSeconds()),
        way.dollars(),
        window.map(time -> way.fits(time) ? "  fits" : "").orElse(""));
    to.format("      %s%n", way.how());
  }

  private static String size(double bytes) {
    return bytes < 1e9
        ? String.format(Locale.ROOT, "%,.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%,.1f GB", bytes / 1e9);
  }

  /// `2h04m`, or `75s` below ten minutes.
  static String time(OptionalDouble seconds) {
    if (seconds.isEmpty()) {
      return "?";
    }
    long whole = Math.round(seconds.getAsDouble());
    return whole < 600
        ? whole + "s"
        : String.format(Locale.ROOT, "%dh%02dm", whole / 3_600, whole % 3_600 / 60);
  }
}
