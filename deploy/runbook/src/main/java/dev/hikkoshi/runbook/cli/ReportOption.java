package dev.hikkoshi.runbook.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.runbook.MigrationResult;
import dev.hikkoshi.runbook.verify.Certificate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// `--report DIR`, of commands that compare.
public final class ReportOption {
  @Option(
      names = "--report",
      paramLabel = "DIR",
      description =
          "Write verification.json there: counts, digests of both sides, times and version, for two people to compare.")
  private @Nullable Path folder;

  /// Before anything long is begun.
  ///
  /// @throws CommandException exit 2 if the folder cannot be written to
  public void check() {
    if (folder != null) {
      try {
        Files.createDirectories(folder);
      } catch (IOException e) {
        throw unwritable(folder, e);
      }
    }
  }

  /// What writes the report, if one is wanted.
  Optional<Consumer<MigrationResult>> writer() {
    return folder == null ? Optional.empty() : Optional.of(this::write);
  }

  /// What writes the report of one migration of a set into a folder of its own, if one is wanted.
  Optional<Consumer<MigrationResult>> writer(String migration) {
    return Optional.ofNullable(folder).map(all -> result -> write(all.resolve(migration), result));
  }

  /// Writes what became of a set, if a report is wanted.
  void summary(ObjectNode json) {
    if (folder != null) {
      try {
        Files.writeString(folder.resolve("summary.json"), json.toPrettyString() + "\n");
      } catch (IOException e) {
        throw unwritable(folder, e);
      }
    }
  }

  /// Writes the report of a comparison, if one is wanted and there was one.
  public void write(MigrationResult result) {
    if (folder != null) {
      write(folder, result);
    }
  }

  private static void write(Path folder, MigrationResult result) {
    if (result.verification().isPresent()) {
      try {
        Files.createDirectories(folder);
        Certificate.write(
            folder,
            result.migration(),
            result.verification().get(),
            result.dead(),
            HikkoshiCommand.version());
      } catch (IOException e) {
        throw unwritable(folder, e);
      }
    }
  }

  private static CommandException unwritable(Path folder, IOException e) {
    return CommandException.usage("--report", "cannot write to " + folder + ": " + e);
  }
}
