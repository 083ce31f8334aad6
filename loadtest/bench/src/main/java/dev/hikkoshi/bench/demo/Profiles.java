package dev.hikkoshi.bench.demo;

import dev.hikkoshi.common.capacity.CapacityProfile;
import dev.hikkoshi.common.capacity.InvalidProfileException;
import dev.hikkoshi.local.dynamodb.CapacityFilter;
import dev.hikkoshi.local.dynamodb.RequestFilter;
import dev.hikkoshi.runbook.cli.CommandException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// From a `--profile` option to what the embedded AWS refuses.
final class Profiles {
  private Profiles() {}

  /// @param file the option's value, if it was given
  /// @param limited which tables have the profile, by name
  /// @throws CommandException exit 2 if the file is no profile of a table
  static List<RequestFilter> filters(@Nullable Path file, Predicate<String> limited) {
    if (file == null) {
      return List.of();
    }
    try {
      CapacityProfile profile = CapacityProfile.read(file);
      if (profile.kind() != CapacityProfile.Kind.DYNAMODB) {
        throw CommandException.usage("--profile", file + ": kind is 's3'; allowed here: dynamodb");
      }
      return List.of(
          new CapacityFilter(profile, limited, System::nanoTime, RandomGenerator.getDefault()));
    } catch (InvalidProfileException e) {
      throw CommandException.usage("--profile", file + ": " + e.getMessage());
    } catch (IOException e) {
      throw CommandException.usage("--profile", "cannot read profile " + file + ": " + e);
    }
  }
}
