package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.worker.fleet.Membership;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// Runbook, producers and workers as processes of their own, some of them killed.
class FleetOfProcessesTest {
  private static final int ITEMS = 6_000;

  private final Cloud cloud = Cloud.get();
  @TempDir private Path folder;
  private String table = "";
  private String file = "";
  private ProcessFleet fleet = new ProcessFleet(Path.of(""), "");

  @BeforeEach
  void exportOfSixThousandItems() {
    table = Cloud.named("processes-" + System.nanoTime());
    var export = new TestExport(table).items(ITEMS, 8).write();
    cloud.table(table, "id", ScalarAttributeType.S);
    fleet = new ProcessFleet(folder, table);
    // Slow enough to be caught in the middle: about twelve seconds of writing.
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
                    + "\ntarget: 500\nfleet: { local: { producers: 1, workers: 1 } }\n");
  }

  @AfterEach
  void killAll() {
    fleet.close();
  }

  private JsonNode exact(String name, Process run) throws Exception {
    assertThat(run.waitFor(150, TimeUnit.SECONDS)).as(fleet.err(name)).isTrue();
    assertThat(run.exitValue()).as(fleet.out(name) + fleet.err(name)).isZero();
    JsonNode result = new ObjectMapper().readTree(fleet.out(name));
    assertThat(result.path("exact").asBoolean()).isTrue();
    assertThat(result.path("written").asInt()).isEqualTo(ITEMS);
    assertThat(result.path("dead").asInt()).isZero();
    return result;
  }

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

  /// The table is gone for a while, then there again with what it had. Workers wait and go on by
  /// themselves; status says what they wait for. One that is stopped while the migration is paused
  /// does not use up its drain time.
  @Test
  void aTableThatIsGoneForAWhileCostsNothingButTime() throws Exception {
    Process run = fleet.start("run", "run", file, "--fleet", "none", "--output", "json");
    fleet.start("produce", "produce");
    Process stopped = fleet.start("work-0", "work");
    fleet.start("work-1", "work");
    fleet.start("work-2", "work");
    fleet.awaitItems("run", 1_000);
    // Nothing may be written between the look at the table and its end.
    pause();
    // Its threads wait for permits that may never come: they hand their units back.
    stopped.destroy();
    assertThat(stopped.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(stopped.exitValue()).as(fleet.err("work-0")).isZero();
    List<Map<String, AttributeValue>> had =
        cloud.dynamoDb().scanPaginator(r -> r.tableName(table)).items().stream().toList();
    cloud.dynamoDb().deleteTable(r -> r.tableName(table));
    command("resume", "target", file, "500");
    TimeUnit.SECONDS.sleep(Long.getLong("hikkoshi.outageSeconds", 15));

    awaitRefusedWorkers(2);
    assertThat(fleet.out("status")).contains("ResourceNotFoundException");

    // Nor verified before it has what it had.
    pause();
    cloud.table(table, "id", ScalarAttributeType.S);
    for (Map<String, AttributeValue> item : had) {
      cloud.dynamoDb().putItem(r -> r.tableName(table).item(new HashMap<>(item)));
    }
    command("resume", "target", file, "500");
    exact("run", run);
    for (String worker : List.of("work-1", "work-2")) {
      assertThat(fleet.err(worker).split("refuses everything", -1)).hasSize(2);
    }
    assertThat(fleet.err("work-1") + fleet.err("work-2")).contains("accepts writes again");
    assertThat(command("after", "status", file).path("refused").path("workers").asInt()).isZero();
  }

  /// Until every worker knows.
  private void pause() throws Exception {
    command("pause", "target", file, "0");
    var workers = new Ledger(cloud.dynamoDb(), table + "-ledger").fleet();
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (workers.all(Membership.ROLE).stream()
        .anyMatch(worker -> worker.pace(table).unitsPerSecond() > 0)) {
      assertThat(System.nanoTime()).as("a worker goes on").isLessThan(until);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private void awaitRefusedWorkers(int workers) throws Exception {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    int refused;
    do {
      refused = command("status", "status", file).path("refused").path("workers").asInt();
    } while (refused != workers && System.nanoTime() < until);
    assertThat(refused).isEqualTo(workers);
  }

  private JsonNode command(String name, String... arguments) throws Exception {
    String[] line = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    line[arguments.length] = "--output";
    line[arguments.length + 1] = "json";
    Process command = fleet.start(name, line);
    assertThat(command.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(command.exitValue()).as(fleet.out(name) + fleet.err(name)).isZero();
    return new ObjectMapper().readTree(fleet.out(name));
  }
}
