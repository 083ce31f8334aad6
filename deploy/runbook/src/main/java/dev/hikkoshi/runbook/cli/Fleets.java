package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.common.migration.LocalFleet;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.producer.split.SplitPlanner;
import dev.hikkoshi.runbook.RunOptions;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.worker.WorkerSettings;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkClientException;

/// From options and environment to a fleet and its connections.
final class Fleets {
  private static final Logger LOG = LoggerFactory.getLogger(Fleets.class);
  private static final int CONNECTIONS_BESIDE = 128;

  private Fleets() {}

  static RunOptions options(MigrationFile file, FleetChoice choice, boolean allowUnsound) {
    return new RunOptions(
        choice == FleetChoice.LOCAL ? Optional.of(file.fleet()) : Optional.empty(),
        settings(),
        allowUnsound);
  }

  static WorkerSettings settings() {
    return checked(WorkerSettings::from);
  }

  /// Settings from the environment.
  ///
  /// @param read throws `IllegalArgumentException`, its message beginning with the variable
  /// @throws CommandException exit 2 naming the variable
  static <T> T checked(Function<Map<String, String>, T> read) {
    try {
      return read.apply(System.getenv());
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw CommandException.usage(message.substring(0, message.indexOf(' ')), message);
    }
  }

  /// Opens the services with as many connections as a fleet needs.
  static Services services(RunOptions options) {
    int workers = options.fleet().map(LocalFleet::workers).orElse(0);
    int producers = options.fleet().map(LocalFleet::producers).orElse(0);
    // One producer's worth beside the fleet's: the runbook itself reads the source a second time
    // where digests differ.
    return services(
        workers * 3 * options.worker().threads() + (producers + 1) * SplitPlanner.MAX_FILES);
  }

  static Services services(int connections) {
    return services(System.getenv(), connections);
  }

  static Services services(Map<String, String> environment, int connections) {
    try {
      return Services.open(environment, connections + CONNECTIONS_BESIDE);
    } catch (SdkClientException e) {
      LOG.debug("The AWS SDK has no settings", e);
      throw CommandException.usage(
          "AWS_REGION", "no AWS region is set: set AWS_REGION, or a region in the AWS profile");
    }
  }
}
