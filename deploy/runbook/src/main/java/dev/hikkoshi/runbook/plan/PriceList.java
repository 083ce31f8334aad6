package dev.hikkoshi.runbook.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.runbook.cli.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/// What things cost, in US dollars: the file `prices.json` beside this class, or one of the same
/// form `{"region":…,"date":…,"sources":{…},"prices":{"<name>":<dollars>,…}}`, which may leave out
/// what is as built in.
///
/// @param region whose prices they are
/// @param date when they were looked up
/// @param dollars for [Price#per] of each
public record PriceList(String region, String date, Map<Price, Double> dollars) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BUILT_IN = "prices.json";

  public PriceList {
    dollars = Map.copyOf(dollars);
  }

  /// The prices that are built in.
  public static PriceList builtIn() {
    try (InputStream in = PriceList.class.getResourceAsStream(BUILT_IN)) {
      return of(JSON.readTree(in), new EnumMap<>(Price.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The built-in prices with those of a file over them.
  ///
  /// @throws CommandException exit 2 if it is no price file
  public static PriceList read(Path file) {
    try {
      return of(
          JSON.readTree(Files.readAllBytes(file)), new EnumMap<Price, Double>(builtIn().dollars));
    } catch (NoSuchFileException e) {
      throw CommandException.usage("--prices", "no such price file: " + file);
    } catch (IOException e) {
      throw CommandException.usage(
          "--prices", file + " is not a price file in JSON: " + e.getMessage());
    }
  }

  private static PriceList of(JsonNode file, EnumMap<Price, Double> dollars) {
    file.path("prices")
        .properties()
        .forEach(
            each -> dollars.put(price(each.getKey()), dollars(each.getKey(), each.getValue())));
    return new PriceList(text(file, "region"), text(file, "date"), dollars);
  }

  private static Price price(String name) {
    return Price.of(name)
        .orElseThrow(() ->
            CommandException.usage(
                "--prices",
                "unknown price '"
                    + name
                    + "'; allowed: "
                    + Arrays.stream(Price.values())
                        .map(Price::spelling)
                        .collect(Collectors.joining(", "))));
  }

  private static double dollars(String name, JsonNode value) {
    if (!value.isNumber() || !(value.doubleValue() >= 0)) {
      throw CommandException.usage(
          "--prices", "price " + name + " is " + value + "; allowed: dollars, 0 or more");
    }
    return value.doubleValue();
  }

  private static String text(JsonNode file, String key) {
    if (!file.path(key).isTextual()) {
      throw CommandException.usage(
          "--prices", "a price file says its '" + key + "': \"region\", \"date\" and \"prices\"");
    }
    return file.path(key).textValue();
  }

  /// What so much of something costs.
  ///
  /// @param item what it is for, for the table
  public Cost of(String item, Price price, double quantity) {
    double each = dollars.getOrDefault(price, 0.0);
    return new Cost(item, quantity, price.spelling(), each, quantity / price.per() * each);
  }
}
