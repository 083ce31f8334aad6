package dev.hikkoshi.bench.demo;

import dev.hikkoshi.common.capacity.CapacityProfile;
import dev.hikkoshi.common.migration.Destination;
import dev.hikkoshi.common.migration.LocalFleet;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.migration.Source;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.common.objects.CopySettings;
import dev.hikkoshi.common.objects.KeyPatterns;
import dev.hikkoshi.local.EmbeddedAws;
import dev.hikkoshi.runbook.MigrationResult;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.runbook.RunOptions;
import dev.hikkoshi.runbook.Runbook;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.cli.CliCommand;
import dev.hikkoshi.runbook.cli.CommandException;
import dev.hikkoshi.runbook.cli.Output;
import dev.hikkoshi.runbook.cli.ProgressDisplay;
import dev.hikkoshi.runbook.cli.ReportOption;
import dev.hikkoshi.runbook.cli.Results;
import dev.hikkoshi.worker.WorkerSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.s3.S3Client;

/// `demo`: the main job, start to proof, without an AWS account.
@Command(
    name = "demo",
    description = {
      "Starts the embedded AWS, fills a source table with items of all types, exports it in AWS's"
          + " layout, moves it through",
      "real queues into another table, and verifies that both are equal.",
      "With --objects the same for a bucket: objects with metadata and tags, an inventory of them,"
          + " copies, verification."
    },
    mixinStandardHelpOptions = true)
public final class DemoCommand implements CliCommand {
  private static final int MAX_ITEMS = 100_000_000;
  private static final int MAX_OBJECTS = 1_000_000;
  private static final String SOURCE = "demo-source";
  private static final String DESTINATION = "demo-destination";
  private static final String INVENTORIES = "demo-inventories";

  @Mixin private final Output output = new Output();
  @Mixin private final ReportOption report = new ReportOption();

  @Option(
      names = "--items",
      paramLabel = "N",
      description = "Items to move (default ${DEFAULT-VALUE}).")
  private int items = 20_000;

  @Option(
      names = "--objects",
      paramLabel = "N",
      description =
          "Copy a bucket of N objects instead, three of them in parts, and keys of all shapes.")
  private @Nullable Integer objects;

  @Option(
      names = "--producers",
      paramLabel = "N",
      description = "Producers (default ${DEFAULT-VALUE}).")
  private int producers = 2;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Workers (default ${DEFAULT-VALUE}).")
  private int workers = 3;

  @Option(
      names = "--target",
      paramLabel = "R",
      description =
          "Write units, or copies, per second for all workers together (default ${DEFAULT-VALUE}).")
  private double target = 40_000;

  @Option(
      names = "--profile",
      paramLabel = "FILE",
      description =
          "Let the destination take no more than this capacity profile (JSON; of kind s3 with --objects) says.")
  private @Nullable Path profile;

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() throws InterruptedException, IOException {
    report.check();
    check("--items", items, 0, MAX_ITEMS);
    if (objects != null) {
      check("--objects", objects, 0, MAX_OBJECTS);
    }
    check("--producers", producers, 1, 100);
    check("--workers", workers, 1, 100);
    if (!MigrationFile.isTarget(target)) {
      throw CommandException.usage(
          "--target", "--target is " + target + "; allowed: " + MigrationFile.TARGETS);
    }
    MigrationResult result;
    try (var progress = new ProgressDisplay(output)) {
      progress.step("starting the embedded AWS", 0);
      try (var aws =
          EmbeddedAws.start(Profiles.settings(profile, EnumSet.of(kind()), DESTINATION::equals))) {
        SdkSettings.use(aws.environment());
        result = move(progress, aws.environment());
      }
    }
    return Results.answer(output, result, "demo");
  }

  private CapacityProfile.Kind kind() {
    return objects == null ? CapacityProfile.Kind.DYNAMODB : CapacityProfile.Kind.S3;
  }

  private static void check(String option, int value, int min, int max) {
    if (value < min || value > max) {
      throw CommandException.usage(
          option, option + " is " + value + "; allowed: a whole number from " + min + " to " + max);
    }
  }

  private MigrationResult move(ProgressDisplay progress, Map<String, String> environment)
      throws InterruptedException {
    try (var services =
        Services.open(
            Map.of(), workers * 3 * WorkerSettings.DEFAULT_THREADS + (producers + 1) * 256 + 128)) {
      var fleet = new LocalFleet(producers, workers);
      MigrationFile file =
          objects == null ? table(services, progress, fleet) : bucket(services, progress, fleet);
      var options = new RunOptions(Optional.of(fleet), WorkerSettings.from(environment), false);
      MigrationResult result =
          new Runbook(
                  services,
                  file,
                  options,
                  progress,
                  difference -> output.line(difference.toString()))
              .run();
      report.write(services, result, Path.of("demo"));
      return result;
    }
  }

  private MigrationFile table(Services services, Progress progress, LocalFleet fleet)
      throws InterruptedException {
    var source = new DemoSource(services.clients().dynamoDb(), services.clients().s3(), progress);
    source.table(SOURCE);
    source.table(DESTINATION);
    source.fill(SOURCE, items);
    S3Location export = source.export(SOURCE, "demo-exports");
    return file(
        new Source.Exports(List.of(export), null),
        new Destination.Table(DESTINATION, null, Destination.Create.NEVER),
        fleet);
  }

  private MigrationFile bucket(Services services, Progress progress, LocalFleet fleet)
      throws InterruptedException {
    S3Client s3 = services.clients().s3();
    for (String bucket : List.of(SOURCE, DESTINATION, INVENTORIES)) {
      s3.createBucket(r -> r.bucket(bucket));
    }
    var source = new DemoObjects(s3, progress);
    source.fill(SOURCE, objects == null ? 0 : objects);
    S3Location inventory = source.inventory(SOURCE, INVENTORIES, "demo", "CSV");
    return file(
        new Source.Inventory(inventory, false, null, OptionalLong.empty(), KeyPatterns.ALL, null),
        new Destination.Bucket(
            DESTINATION,
            "moved/",
            new CopySettings(null, null, false, DemoObjects.THRESHOLD, CopySettings.MIN_PART),
            null),
        fleet);
  }

  private MigrationFile file(Source source, Destination destination, LocalFleet fleet) {
    return new MigrationFile(
        "demo",
        source,
        destination,
        target,
        OptionalDouble.empty(),
        Optional.of(VerifyMode.ALL),
        fleet);
  }
}
