package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.MigrationFileReader;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.runbook.MigrationResult;
import dev.hikkoshi.runbook.RunOptions;
import dev.hikkoshi.runbook.Runbook;
import dev.hikkoshi.runbook.VerifyOptions;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/// `verify`: compares source and destination again.
@Command(
    name = "verify",
    description = {
      "Compares source and destination exactly and lists the keys that are missing, extra or"
          + " different.",
      "Of a bucket, the inventory or the listing is read again and compared with what the"
          + " destination lists.",
      "The source side comes from the ledger's digests or, without them, from reading the source"
          + " again. Run it",
      "before traffic is switched: what an application has written to the destination since is a"
          + " difference, which a repair overwrites."
    },
    mixinStandardHelpOptions = true)
public final class VerifyCommand implements CliCommand {
  @Mixin private final Output output = new Output();
  @Mixin private final ReportOption report = new ReportOption();

  @Parameters(paramLabel = "FILE", description = "The migration file (YAML).")
  private Path file = Path.of("");

  @Option(
      names = "--mode",
      paramLabel = "all|transferred",
      converter = Compared.class,
      description = {
        "all: both hold the same items. transferred: every key that the source has or deletes is as"
            + " it should be at the",
        "destination, whatever else that holds. Default: as the migration file says."
      })
  private @Nullable VerifyMode mode;

  @Option(
      names = "--against",
      paramLabel = "s3://…",
      description =
          "Read this full export or inventory of the destination, taken since it was written, instead of table or bucket: takes no read capacity.")
  private @Nullable String against;

  @Option(
      names = "--diff",
      paramLabel = "OUT.jsonl",
      description = "Write every key that differs to this file, one JSON object a line.")
  private @Nullable Path diff;

  @Option(
      names = "--repair",
      description =
          "Write what is missing or different, as the source has it, then compare everything"
              + " again.")
  private boolean repair;

  @Option(
      names = "--delete-extra",
      description = "With --repair: delete what only the destination has, too.")
  private boolean deleteExtra;

  @Option(
      names = "--fleet",
      paramLabel = "local|ecs|none",
      description =
          "Who runs the workers that read the destination: this process, the ECS services of the"
              + " migration file, or others. Default: as the file says.")
  private @Nullable FleetChoice fleet;

  @Option(
      names = "--allow-unsound-manifest",
      description =
          "Where the source has to be read again: although its manifest does not match its .md5"
              + " file.")
  private boolean allowUnsound;

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() throws InterruptedException {
    MigrationFile migration = new MigrationFileReader().read(file);
    VerifyOptions how = how();
    report.check();
    RunOptions options = Fleets.options(migration, fleet, allowUnsound);
    MigrationResult result;
    try (var differences =
            diff == null ? new DifferenceReport(output) : new DifferenceReport(output, diff);
        var services = Fleets.services(options);
        var progress = new ProgressDisplay(output)) {
      result = new Runbook(services, migration, options, progress, differences).verify(how);
      report.write(services, result, file);
    } catch (InterruptedException e) {
      throw CommandException.interrupted(
          file.toString(), "interrupted; 'hikkoshi verify " + file + "' starts again");
    }
    return Results.answer(output, result, file.toString());
  }

  /// The modes that compare anything.
  static final class Compared implements ITypeConverter<VerifyMode> {
    @Override
    public VerifyMode convert(String text) {
      return Stream.of(VerifyMode.ALL, VerifyMode.TRANSFERRED)
          .filter(mode -> mode.spelling().equals(text))
          .findFirst()
          .orElseThrow(
              () -> new TypeConversionException("it is '" + text + "'; allowed: all, transferred"));
    }
  }

  private VerifyOptions how() {
    if (deleteExtra && !repair) {
      throw CommandException.usage(
          "--delete-extra", "--delete-extra is for --repair, which is not given");
    }
    return new VerifyOptions(
        Optional.ofNullable(mode),
        Optional.ofNullable(against).map(VerifyCommand::export),
        repair,
        deleteExtra);
  }

  private static S3Location export(String text) {
    try {
      return S3Location.parse(text);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(
          "--against",
          "--against is '"
              + text
              + "'; allowed: s3://bucket/…/AWSDynamoDB/<export id>, of a bucket s3://bucket/…/<time>/manifest.json");
    }
  }
}
