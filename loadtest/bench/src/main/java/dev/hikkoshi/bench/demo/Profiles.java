package dev.hikkoshi.bench.demo;

import dev.hikkoshi.common.capacity.CapacityProfile;
import dev.hikkoshi.common.capacity.InvalidProfileException;
import dev.hikkoshi.local.EmbeddedAwsSettings;
import dev.hikkoshi.local.dynamodb.CapacityFilter;
import dev.hikkoshi.local.s3.BucketLimits;
import dev.hikkoshi.runbook.cli.CommandException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// From a `--profile` option to what the embedded AWS refuses.
final class Profiles {
  private Profiles() {}

  /// An embedded AWS that refuses what the profile says.
  ///
  /// @param file the option's value, if it was given
  /// @param allowed what may be limited here
  /// @param limited which tables, or buckets, have the profile, by name
  /// @throws CommandException exit 2 if the file is no profile of something allowed
  static EmbeddedAwsSettings settings(
      @Nullable Path file, Set<CapacityProfile.Kind> allowed, Predicate<String> limited) {
    var settings = EmbeddedAwsSettings.defaults();
    if (file == null) {
      return settings;
    }
    CapacityProfile profile = read(file);
    if (!allowed.contains(profile.kind())) {
      throw CommandException.usage(
          "--profile",
          file
              + ": kind is '"
              + spelling(profile.kind())
              + "'; allowed here: "
              + EnumSet.copyOf(allowed).stream()
                  .map(Profiles::spelling)
                  .collect(Collectors.joining(", ")));
    }
    RandomGenerator random = RandomGenerator.getDefault();
    return switch (profile.kind()) {
      case DYNAMODB ->
          settings.withFilters(
              List.of(new CapacityFilter(profile, limited, System::nanoTime, random)));
      case S3 ->
          settings.withBucketLimits(new BucketLimits(profile, limited, System::nanoTime, random));
    };
  }

  private static String spelling(CapacityProfile.Kind kind) {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  private static CapacityProfile read(Path file) {
    try {
      return CapacityProfile.read(file);
    } catch (InvalidProfileException e) {
      throw CommandException.usage("--profile", file + ": " + e.getMessage());
    } catch (IOException e) {
      throw CommandException.usage("--profile", "cannot read profile " + file + ": " + e);
    }
  }
}
