package dev.hikkoshi.runbook;

import dev.hikkoshi.common.migration.Destination;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.queue.Payloads;
import dev.hikkoshi.producer.inventory.BucketListing;
import dev.hikkoshi.producer.inventory.InventoryWriter;
import dev.hikkoshi.runbook.cli.CommandException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/// What a destination lists when a migration is planned, kept as an inventory in the payload
/// bucket. Whoever reads it later, or again, reads the same: a unit's number stands for the same
/// objects only as long as what they are compared with does not change. Each listing has a name of
/// its own and is never replaced; the one that counts is the one that the ledger names.
final class DestinationListing {
  /// Ranges that are listed side by side; each holds two pages of a thousand objects.
  private static final int RANGES = 48;

  private final Services services;
  private final MigrationFile file;
  private final Progress progress;

  DestinationListing(Services services, MigrationFile file, Progress progress) {
    this.services = services;
    this.file = file;
    this.progress = progress;
  }

  /// Lists the destination below its prefix and writes what is there.
  ///
  /// @param there what lists the destination
  /// @return the `manifest.json`
  /// @throws CommandException exit 3 if there is no payload bucket, it cannot be written to, or the
  ///   destination cannot be listed
  S3Location write(S3Client there, Destination.Bucket destination) throws InterruptedException {
    S3Location folder =
        services
            .payloads()
            .listings(file.name())
            .orElseThrow(() ->
                CommandException.refused(
                    Payloads.VARIABLE,
                    "'previous: destination' keeps what the destination lists in the bucket that "
                        + Payloads.VARIABLE
                        + " names, and it names none: set it for run, producers and workers, or give an inventory of "
                        + destination.bucket()));
    progress.step("listing the destination", 0);
    var listing = new BucketListing(there, destination.bucket(), false, services.time());
    try (var writer =
        new InventoryWriter(
            services.clients().s3(),
            folder,
            UUID.randomUUID().toString(),
            destination.bucket(),
            services.time().clock().instant(),
            InventoryWriter.ROWS,
            progress::done)) {
      listing.read(listing.ranges(destination.prefix(), RANGES), writer);
      return writer.finish();
    } catch (IOException | UncheckedIOException | SdkException e) {
      throw CommandException.refused(
          "source.previous",
          "what s3://"
              + destination.bucket()
              + "/"
              + destination.prefix()
              + " lists could not be written to "
              + folder
              + ": "
              + e.getMessage());
    }
  }

  /// Deletes what is kept of a migration that the ledger does not know any more.
  void delete() {
    if (!file.source().comparesWithListing()) {
      return;
    }
    try {
      services.payloads().deleteListings(file.name());
    } catch (SdkException e) {
      progress.say(
          "what the destination listed could not be deleted, delete it yourself: "
              + e.getMessage());
    }
  }
}
