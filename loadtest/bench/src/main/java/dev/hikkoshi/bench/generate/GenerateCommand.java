package dev.hikkoshi.bench.generate;

import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.local.dynamodb.GeneratedExport;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.runbook.cli.CliCommand;
import dev.hikkoshi.runbook.cli.CommandException;
import dev.hikkoshi.runbook.cli.Exit;
import dev.hikkoshi.runbook.cli.Output;
import dev.hikkoshi.runbook.cli.ProgressDisplay;
import java.io.IOException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.SplittableRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/// `generate`: a source for load tests.
@Command(
    name = "generate",
    description = {
      "Writes a DynamoDB export of generated items of all types to S3, in the layout of ExportTableToPointInTime, with true counts and",
      "checksums. Their table's key would be id (S). Memory does not grow with the number of items; the temporary folder holds up to",
      "eight data files at a time. The bucket must exist. A data file holds items from all over the table, not one range of it, as AWS's do."
    },
    mixinStandardHelpOptions = true)
public final class GenerateCommand implements CliCommand {
  @Mixin private final Output output = new Output();
  @Mixin private final SourceOptions source = new SourceOptions();

  @Option(
      names = "--to",
      paramLabel = "s3://bucket/prefix",
      required = true,
      description = "Where the folder AWSDynamoDB is made.")
  private String to = "";

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() throws InterruptedException {
    GeneratedExport export = source.export();
    S3Location place = place();
    S3Location manifest;
    try (var services = Services.open(System.getenv(), 16);
        var progress = new ProgressDisplay(output)) {
      progress.step("generating the source", export.items());
      manifest =
          export.write(
              services.clients().s3(),
              place,
              DefaultAwsRegionProviderChain.builder().build().getRegion().id(),
              InstantSource.system(),
              new SplittableRandom(source.seed()),
              progress::done);
    } catch (SdkException | IOException e) {
      throw CommandException.failed(
          "failed", "--to", "the source cannot be written to " + place + ": " + e.getMessage());
    } catch (InterruptedException e) {
      throw CommandException.interrupted(
          "--to", "interrupted; nothing that was written so far is an export without its manifest");
    }
    String folder = manifest.toString().replace("/manifest-summary.json", "");
    output.answer(
        Output.object()
            .put("export", folder)
            .put("items", export.items())
            .put("shards", export.shards()),
        String.format(
            Locale.ROOT, "%s: %,d items in %,d files", folder, export.items(), export.shards()));
    return Exit.DONE;
  }

  private S3Location place() {
    try {
      return S3Location.parse(to);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(
          "--to", "--to is '" + to + "'; allowed: s3://bucket or s3://bucket/prefix");
    }
  }
}
