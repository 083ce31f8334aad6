package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// Several migrations by one command.
class RunSetTest {
  private final Cloud cloud = Cloud.get();
  @TempDir private Path folder;

  @Test
  void allAreMovedUnderOneQuotaWithOneReport() {
    Path report = folder.resolve("report");
    var set =
        run(
            List.of(
                file(Cloud.named("set-a"), true),
                file(Cloud.named("set-b"), true),
                file(Cloud.named("set-c"), true)),
            "--parallel",
            "2",
            "--target-total",
            "5000",
            "--report",
            report.toString());
    assertThat(set.exit()).as(set.json().toString()).isZero();
    assertThat(set.json().path("exact").asBoolean()).isTrue();
    assertThat(set.json().path("migrations")).hasSize(3);
    for (String name : List.of(Cloud.named("set-a"), Cloud.named("set-b"), Cloud.named("set-c"))) {
      assertThat(cloud.count(name)).isEqualTo(20);
      // Two of 10,000 each may run together.
      assertThat(cloud.ledger().migrations().find(name).orElseThrow().target()).isEqualTo(2_500);
      assertThat(report.resolve(name).resolve("verification.json")).isRegularFile();
    }
    for (String name : List.of("summary.json", "index.html")) {
      assertThat(report.resolve(name))
          .content()
          .contains(Cloud.named("set-a"), Cloud.named("set-b"), Cloud.named("set-c"));
    }
  }

  @Test
  void oneThatFailsStopsNoOther() {
    var set =
        run(List.of(file(Cloud.named("set-gone"), false), file(Cloud.named("set-good"), true)));
    assertThat(set.exit()).isEqualTo(1);
    assertThat(set.message()).contains("1 of 2 migrations did not end well");
    assertThat(set.json().path("migrations").path(0).path("message").asText())
        .contains("no such table: " + Cloud.named("set-gone"));
    assertThat(set.json().path("exact").isNull()).isTrue();
    assertThat(set.json().path("migrations").path(1).path("exact").asBoolean()).isTrue();
    assertThat(cloud.count(Cloud.named("set-good"))).isEqualTo(20);
  }

  @Test
  void twoOfOneNameAreRefused() {
    String file = file(Cloud.named("set-twice"), true);
    var set = run(List.of(file, file));
    assertThat(set.exit()).isEqualTo(2);
    assertThat(set.message()).contains("has the name '" + Cloud.named("set-twice") + "' too");
  }

  private Cloud.Answer run(List<String> files, String... more) {
    var line = new ArrayList<String>();
    line.add("run");
    line.addAll(files);
    line.addAll(List.of("--fleet", "none"));
    line.addAll(List.of(more));
    return cloud.hikkoshi(line.toArray(String[]::new));
  }

  private String file(String name, boolean destination) {
    var export = new TestExport(name).items(20, 1).write();
    if (destination) {
      cloud.table(name, "id", ScalarAttributeType.S);
    }
    return new MigrationFiles(folder).write(name, export.location(), name);
  }
}
