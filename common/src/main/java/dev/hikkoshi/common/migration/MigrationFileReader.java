package dev.hikkoshi.common.migration;

import static dev.hikkoshi.common.migration.Keys.known;
import static dev.hikkoshi.common.migration.Keys.required;
import static dev.hikkoshi.common.migration.Keys.section;
import static dev.hikkoshi.common.migration.Keys.wrong;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Reads migration files (YAML). Unknown and repeated keys are refused; every refusal names the
/// key, its value and what is allowed.
///
/// `{date}` in a migration's name is a day, `2026-11-21`: the same file is another migration every
/// day.
public final class MigrationFileReader {
  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
  private static final String DATE = "{date}";
  private static final String DATE_VARIABLE = "HIKKOSHI_DATE";

  private final ObjectMapper yaml =
      new ObjectMapper(
              YAMLFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private final Supplier<String> date;

  /// With the day that `HIKKOSHI_DATE` says, else today in UTC.
  public MigrationFileReader() {
    this(System.getenv(), Clock.systemUTC());
  }

  MigrationFileReader(Map<String, String> environment, Clock clock) {
    date =
        () ->
            Optional.ofNullable(environment.get(DATE_VARIABLE))
                .map(MigrationFileReader::day)
                .orElseGet(() -> LocalDate.now(clock))
                .toString();
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new MigrationFileException(
          DATE_VARIABLE, DATE_VARIABLE + " is '" + text + "'; allowed: a day, such as 2026-11-21");
    }
  }

  /// Reads and checks the file.
  ///
  /// @throws MigrationFileException if it is missing, not YAML, or not a migration file
  public MigrationFile read(Path file) {
    try {
      return parse(Files.readString(file), file.toString());
    } catch (NoSuchFileException e) {
      throw new MigrationFileException(file.toString(), "no such migration file: " + file);
    } catch (MalformedInputException e) {
      throw new MigrationFileException(file.toString(), file + " is not UTF-8 text");
    } catch (IOException e) {
      throw new MigrationFileException(
          file.toString(), "cannot read " + file + ": " + e.getMessage());
    }
  }

  /// Checks the text of a migration file; `origin` names it in messages.
  public MigrationFile parse(String text, String origin) {
    JsonNode root = tree(text, origin);
    known(
        root,
        "",
        "name",
        "source",
        "destination",
        "target",
        "read-target",
        "include",
        "exclude",
        "max-delete",
        "versions",
        "verify",
        "fleet",
        "notify",
        "log");
    Source source = SourceReader.read(root, section(root, "source"));
    Destination destination = DestinationReader.read(section(root, "destination"));
    checkFit(source, destination);
    return new MigrationFile(
        name(root, text),
        source,
        destination,
        target(root, destination),
        readTarget(root),
        verify(root),
        FleetReader.read(root),
        NotifyReader.read(root),
        log(root));
  }

  private static Optional<S3Location> log(JsonNode root) {
    JsonNode value = root.path("log");
    return value.isMissingNode()
        ? Optional.empty()
        : Optional.of(SourceReader.location(value, "log", "s3://bucket/prefix"));
  }

  private static void checkFit(Source source, Destination destination) {
    boolean objects = source instanceof Source.Objects;
    if (objects && destination instanceof Destination.Table) {
      throw new MigrationFileException(
          "destination.table",
          "objects cannot go to a table: give 'destination.bucket' instead of 'destination.table'");
    }
    if (!objects && destination instanceof Destination.Bucket) {
      throw new MigrationFileException(
          "destination.bucket",
          "items cannot go to a bucket: give 'destination.table' instead of 'destination.bucket',"
              + " or a source of objects");
    }
  }

  private JsonNode tree(String text, String origin) {
    try {
      JsonNode root = yaml.readTree(text);
      if (root == null || !root.isObject()) {
        throw new MigrationFileException(
            origin, origin + " is not a migration file: it must have keys such as 'name:'");
      }
      return root;
    } catch (JsonProcessingException e) {
      var at = e.getLocation();
      String where =
          at == null ? "" : " (line " + at.getLineNr() + ", column " + at.getColumnNr() + ")";
      throw new MigrationFileException(
          origin, origin + " is not valid YAML" + where + ": " + firstLine(e.getOriginalMessage()));
    }
  }

  private static String firstLine(String message) {
    return message.lines().findFirst().orElse("");
  }

  private String name(JsonNode root, String file) {
    JsonNode value = required(root, "name", "name");
    JsonNode name = value.isValueNode() ? TextNode.valueOf(nameAsWritten(file)) : value;
    String dated =
        name.asText().contains(DATE) ? name.asText().replace(DATE, date.get()) : name.asText();
    if (!name.isTextual() || !NAME.matcher(dated).matches()) {
      throw wrong("name", name, "1 to 64 of a-z, 0-9 and -, with the day where {date} stands");
    }
    return dated;
  }

  /// The name's own characters: YAML takes `007` for a number and would give 7 back.
  private String nameAsWritten(String file) {
    try (var parser = yaml.createParser(file)) {
      parser.nextToken();
      while (!"name".equals(parser.nextFieldName())) {
        parser.nextToken();
        parser.skipChildren();
      }
      parser.nextToken();
      return parser.getText();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the same text was read before
    }
  }

  private static double target(JsonNode root, Destination destination) {
    boolean table = destination instanceof Destination.Table;
    JsonNode value = root.path("target");
    if (value instanceof MissingNode) {
      return table ? MigrationFile.DEFAULT_TARGET : MigrationFile.DEFAULT_COPIES;
    }
    if (!value.isNumber() || !MigrationFile.isTarget(value.doubleValue())) {
      throw wrong(
          "target",
          value,
          (table ? "write units" : "copies") + " per second, " + MigrationFile.TARGETS);
    }
    return value.doubleValue();
  }

  private static OptionalDouble readTarget(JsonNode root) {
    JsonNode value = root.path("read-target");
    if (value.isMissingNode()) {
      return OptionalDouble.empty();
    }
    if (!value.isNumber() || !MigrationFile.isTarget(value.doubleValue())) {
      throw wrong("read-target", value, "read units per second, " + MigrationFile.TARGETS);
    }
    return OptionalDouble.of(value.doubleValue());
  }

  private static Optional<VerifyMode> verify(JsonNode root) {
    JsonNode value = root.path("verify");
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    return Optional.of(mode(value));
  }

  private static VerifyMode mode(JsonNode value) {
    return Arrays.stream(VerifyMode.values())
        .filter(mode -> mode.spelling().equals(value.textValue()))
        .findFirst()
        .orElseThrow(() ->
            wrong(
                "verify",
                value,
                Arrays.stream(VerifyMode.values())
                    .map(VerifyMode::spelling)
                    .collect(Collectors.joining(", "))));
  }
}
