package dev.hikkoshi.bench.demo;

import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.runbook.Services;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A migration of an embedded AWS that waits for `run`: an exported table, an empty one, and the
/// file that names both.
final class DemoMigration {
  private static final String SOURCE = "demo-source";
  private static final String DESTINATION = "demo-destination";
  private static final int CONNECTIONS = 16;

  private DemoMigration() {}

  /// Makes it.
  ///
  /// @param environment of the embedded AWS
  /// @param items in the table
  /// @param file where the migration file goes
  static void prepare(Map<String, String> environment, long items, Path file, Progress progress)
      throws IOException, InterruptedException {
    SdkSettings.use(environment);
    try (var services = Services.open(Map.of(), CONNECTIONS)) {
      var source = new DemoSource(services.clients().dynamoDb(), services.clients().s3(), progress);
      source.table(SOURCE);
      source.table(DESTINATION);
      source.fill(SOURCE, items);
      S3Location export = source.export(SOURCE, "demo-exports");
      Files.writeString(
          file,
          """
          name: demo
          source:
            dynamodb-export: "%s"
          destination:
            table: %s
          """
              .formatted(export, DESTINATION));
    }
  }
}
