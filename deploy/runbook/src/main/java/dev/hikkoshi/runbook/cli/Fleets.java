package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.common.migration.EcsFleet;
import dev.hikkoshi.common.migration.Fleet;
import dev.hikkoshi.common.migration.LocalFleet;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.producer.split.SplitPlanner;
import dev.hikkoshi.runbook.RunOptions;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.worker.WorkerSettings;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkClientException;

/// From options and environment to a fleet and its connections.
final class Fleets {
  private static final Logger LOG = LoggerFactory.getLogger(Fleets.class);
  private static final int CONNECTIONS_BESIDE = 128;

  private Fleets() {}

  /// @param choice null for what the file says
  static RunOptions options(
      MigrationFile file, @Nullable FleetChoice choice, boolean allowUnsound) {
    return new RunOptions(fleet(file.fleet(), choice), settings(), allowUnsound);
  }

  private static Optional<Fleet> fleet(Fleet inFile, @Nullable FleetChoice choice) {
    return switch (choice) {
      case null -> Optional.of(inFile);
      case LOCAL -> Optional.of(inFile instanceof LocalFleet local ? local : LocalFleet.DEFAULT);
      case ECS -> {
        if (!(inFile instanceof EcsFleet)) {
          throw CommandException.usage(
              "--fleet",
              "--fleet is 'ecs', but the migration file names no services: give it fleet: { ecs: {"
                  + " cluster, producer-service, worker-service, producers, workers } }");
        }
        yield Optional.of(inFile);
      }
      case NONE -> Optional.empty();
    };
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
    LocalFleet local =
        options.fleet().orElse(null) instanceof LocalFleet own ? own : new LocalFleet(0, 0);
    // One producer's worth beside the fleet's: the runbook itself reads the source a second time
    // where digests differ.
    return services(
        local.workers() * 3 * options.worker().threads()
            + (local.producers() + 1) * SplitPlanner.MAX_FILES);
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
