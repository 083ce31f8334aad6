package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Runbook, producers and workers as processes of their own, some of them killed.
class FleetOfProcessesTest extends SlowMigration {
  @Test
  void staysExactWhenAWorkerIsKilledAndAnotherStarted() throws Exception {
    Process run = fleet.start("run", "run", file, "--fleet", "none", "--output", "json");
    fleet.start("produce", "produce");
    Process first = fleet.start("work-1", "work");
    fleet.start("work-2", "work");
    fleet.awaitItems("run", 500);
    first.destroyForcibly();
    Process third = fleet.start("work-3", "work");
    exact("run", run);

    third.destroy();
    assertThat(third.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(third.exitValue()).as(fleet.err("work-3")).isZero();
  }

  @Test
  void goesOnWhereItWasAfterAnInterruption() throws Exception {
    Process interrupted = fleet.start("interrupted", "run", file, "--output", "json");
    fleet.awaitItems("interrupted", 500);
    ProcessFleet.interrupt(interrupted);
    assertThat(interrupted.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(interrupted.exitValue()).as(fleet.err("interrupted")).isEqualTo(130);
    assertThat(fleet.out("interrupted")).contains("\"error\":\"interrupted\"", "hikkoshi run ");

    Process killed = fleet.start("killed", "run", file);
    fleet.awaitItems("killed", 1_500);
    killed.destroyForcibly();

    exact("last", fleet.start("last", "run", file, "--output", "json"));
  }

  /// Whatever step it is killed in, from source table to certificate, it goes on there and does
  /// nothing twice in bulk.
  @Test
  void runMayBeKilledAtAnyStep() throws Exception {
    String source = fromSourceTable();
    fleet.start("produce", "produce");
    fleet.start("work-1", "work");
    fleet.start("work-2", "work");
    int kill = 0;
    for (String step :
        List.of(
            "step preflight",
            "the export is",
            "step plan",
            "step produce",
            "  moving items: ",
            "step drain",
            "step retry",
            "step verify",
            "reading the destination")) {
      String name = "killed-" + kill++;
      Process killed = fleet.start(name, "run", file, "--fleet", "none");
      fleet.awaitLine(name, step);
      killed.destroyForcibly().waitFor();
    }
    JsonNode result =
        exact(
            "last",
            fleet.start(
                "last",
                "run",
                file,
                "--fleet",
                "none",
                "--report",
                folder.resolve("report").toString(),
                "--output",
                "json"));
    assertThat(result.path("requests").asInt()).isLessThan(2 * ITEMS / 25);
    assertThat(fleet.err("last")).doesNotContain("moving items");
    assertThat(folder.resolve("report").resolve("verification.json")).isRegularFile();
    assertThat(cloud.dynamoDb().listExports(r -> r.tableArn(source)).exportSummaries()).hasSize(1);

    Process again = fleet.start("again", "run", file, "--fleet", "none");
    assertThat(again.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(again.exitValue()).isZero();
    assertThat(fleet.err("again")).contains("is complete; nothing to do");
  }

  /// A migration file of a table instead of an export.
  ///
  /// @return the table's ARN
  private String fromSourceTable() {
    String source = table + "-source";
    String arn = new SourceTables(cloud.dynamoDb()).create(source, "id", ScalarAttributeType.S);
    for (int i = 0; i < ITEMS; i += 25) {
      List<WriteRequest> batch =
          IntStream.range(i, i + 25)
              .mapToObj(n -> Map.of("id", AttributeValue.fromS("k" + n)))
              .map(item -> WriteRequest.builder().putRequest(put -> put.item(item)).build())
              .toList();
      cloud.dynamoDb().batchWriteItem(r -> r.requestItems(Map.of(source, batch)));
    }
    file =
        new MigrationFiles(folder)
            .write(
                table,
                """
                name: %s
                source: { table: "%s", export-to: "s3://%s" }
                destination: { table: %s }
                target: 500
                """
                    .formatted(table, arn, table, table));
    return arn;
  }
}
