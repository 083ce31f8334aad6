package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// A migration that is slow enough to be caught in the middle, and processes to move it.
abstract class SlowMigration {
  static final int ITEMS = 6_000;

  final Cloud cloud = Cloud.get();
  @TempDir Path folder;
  String table = "";
  String file = "";
  ProcessFleet fleet = new ProcessFleet(Path.of(""), "");

  @BeforeEach
  void exportOfSixThousandItems() {
    table = Cloud.named("processes-" + System.nanoTime());
    var export = new TestExport(table).items(ITEMS, 8).write();
    cloud.table(table, "id", ScalarAttributeType.S);
    fleet = new ProcessFleet(folder, table);
    // Slow enough to be caught in the middle: twelve seconds of writing, or more.
    file =
        new MigrationFiles(folder)
            .write(
                table,
                "name: "
                    + table
                    + "\nsource:\n  dynamodb-export: "
                    + export.location()
                    + "\ndestination:\n  table: "
                    + table
                    + "\ntarget: "
                    + target()
                    // As much, and one worker: nothing else tells it that it reads now.
                    + "\nread-target: "
                    + target()
                    + "\nfleet: { local: { producers: 1, workers: 1 } }\n");
  }

  /// Items a second, of six thousand.
  int target() {
    return 500;
  }

  @AfterEach
  void killAll() {
    fleet.close();
  }

  JsonNode exact(String name, Process run) throws Exception {
    assertThat(run.waitFor(150, TimeUnit.SECONDS)).as(fleet.err(name)).isTrue();
    assertThat(run.exitValue()).as(fleet.out(name) + fleet.err(name)).isZero();
    JsonNode result = new ObjectMapper().readTree(fleet.out(name));
    assertThat(result.path("exact").asBoolean()).isTrue();
    assertThat(result.path("written").asInt()).isEqualTo(ITEMS);
    assertThat(result.path("dead").asInt()).isZero();
    return result;
  }

  JsonNode command(String name, String... arguments) throws Exception {
    String[] line = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    line[arguments.length] = "--output";
    line[arguments.length + 1] = "json";
    Process command = fleet.start(name, line);
    assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(command.exitValue()).as(fleet.out(name) + fleet.err(name)).isZero();
    return new ObjectMapper().readTree(fleet.out(name));
  }
}
