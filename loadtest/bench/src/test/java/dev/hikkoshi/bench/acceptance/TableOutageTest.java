package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.worker.fleet.Membership;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// The destination goes away while processes write to it, and comes back.
class TableOutageTest extends SlowMigration {
  /// Two commands come between seeing that it moves and its pause.
  @Override
  int target() {
    return 150;
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
    assertThat(command("later", "target", file, "400").path("state").asText())
        .isEqualTo("complete");
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
}
