package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.common.ledger.StepRecord;
import dev.hikkoshi.common.ledger.StepRecord.Outcome;
import dev.hikkoshi.runbook.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// The steps of `run`, from a source table to the certificate.
class RunStepsTest {
  private static final int ITEMS = 40;

  /// They look and write down; nothing follows from taking them again.
  private static final Set<String> ALWAYS_TAKEN =
      Set.of(Step.PREFLIGHT.spelling(), Step.REPORT.spelling());

  private final Cloud cloud = Cloud.get();
  private final SourceTables sources = new SourceTables(cloud.dynamoDb());
  @TempDir private Path folder;

  @Test
  void endsAfterAnyStepGoesOnAndDoesNothingTwice() throws IOException {
    String file = table("steps-each");
    String report = folder.resolve("report").toString();
    for (Step step : Step.values()) {
      var first = until(file, step, report);
      assertThat(first.exit()).as(step + ": " + first.json()).isZero();
      List<Object> before = state("steps-each");
      var second = until(file, step, report);
      assertThat(second.exit()).as(step + ": " + second.json()).isZero();
      assertThat(state("steps-each")).as("after a second " + step).isEqualTo(before);
      boolean verified = step.compareTo(Step.VERIFY) >= 0;
      assertThat(first.json().path("exact").isNull()).as(step.spelling()).isEqualTo(!verified);
      assertThat(second.json().path("state").asText())
          .as(step.spelling())
          .isEqualTo(first.json().path("state").asText());
    }
    JsonNode certificate =
        new ObjectMapper()
            .readTree(Files.readString(folder.resolve("report").resolve("verification.json")));
    assertThat(certificate.path("exact").asBoolean()).isTrue();
    assertThat(cloud.count("steps-each-copy")).isEqualTo(ITEMS);
    assertThat(cloud.ledger().steps().all("steps-each"))
        .allSatisfy(step -> {
          assertThat(step.outcome()).isEqualTo(Outcome.DONE);
          assertThat(step.ended()).isAfterOrEqualTo(step.begun());
        })
        .extracting(StepRecord::step)
        .containsExactlyInAnyOrder(
            "preflight", "export", "plan", "produce", "drain", "retry", "verify", "report");
  }

  @Test
  void aDryRunSaysWhatItWouldDoAndWritesNothing() {
    String file = table("steps-dry");
    var fresh = dry(file);
    assertThat(states(fresh))
        .containsEntry("export", "to do")
        .containsEntry("verify", "to do")
        .containsEntry("report", "not needed")
        .containsEntry("fleet-up", "not needed");
    assertThat(states(fresh).keySet()).containsExactlyInAnyOrderElementsOf(Step.spellings());
    assertThat(cloud.ledger().steps().all("steps-dry")).isEmpty();
    assertThat(cloud.ledger().exports().find("steps-dry")).isEmpty();
    assertThat(cloud.ledger().migrations().find("steps-dry")).isEmpty();

    assertThat(until(file, Step.PRODUCE, "").exit()).isZero();
    List<Object> before = state("steps-dry");
    assertThat(states(dry(file)))
        .containsEntry("export", "done")
        .containsEntry("produce", "done")
        .containsEntry("retry", "to do");
    assertThat(states(cloud.hikkoshi("run", file, "--dry-run", "--until", "drain")))
        .containsEntry("verify", "left out");
    assertThat(state("steps-dry")).isEqualTo(before);
  }

  @Test
  void noStepIsLeftOutThatALaterOneBuildsOn() {
    String file = table("steps-from");
    var refused = cloud.hikkoshi("run", file, "--fleet", "none", "--from", "verify");
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.message()).contains("'preflight' of steps-from is not done", "--from");
    assertThat(until(file, Step.PLAN, "").exit()).isZero();
    var early = cloud.hikkoshi("run", file, "--fleet", "none", "--from", "verify");
    assertThat(early.exit()).isEqualTo(3);
    assertThat(early.message()).contains("'produce' of steps-from is not done");
    assertThat(cloud.hikkoshi("run", file, "--dry-run", "--from", "verify").exit()).isEqualTo(3);
    assertThat(cloud.count("steps-from-copy")).isZero();

    assertThat(until(file, Step.RETRY, "").exit()).isZero();
    var verified = cloud.hikkoshi("run", file, "--fleet", "none", "--from", "verify");
    assertThat(verified.exit()).isZero();
    assertThat(verified.json().path("exact").asBoolean()).isTrue();
    var backwards = cloud.hikkoshi("run", file, "--from", "verify", "--until", "plan");
    assertThat(backwards.exit()).isEqualTo(2);
    var unknown = cloud.hikkoshi("run", file, "--from", "write");
    assertThat(unknown.exit()).isEqualTo(2);
    assertThat(unknown.message()).contains("'write'", "preflight, export, plan");
  }

  @Test
  void aStepThatFailsSaysWhyInTheLedger() {
    String file = table("steps-fail");
    sources.recoverable("steps-fail", false);
    assertThat(until(file, Step.REPORT, "").exit()).isEqualTo(3);
    StepRecord failed = cloud.ledger().steps().find("steps-fail", "export", 0).orElseThrow();
    assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(failed.message()).contains("point-in-time recovery");
    sources.recoverable("steps-fail", true);
    assertThat(until(file, Step.EXPORT, "").exit()).isZero();
    assertThat(cloud.ledger().steps().find("steps-fail", "export", 0).orElseThrow().runs())
        .isEqualTo(2);
  }

  @Test
  void aTopicIsToldOfTheEnd() throws Exception {
    try (var topic = new TopicStub()) {
      System.setProperty("aws.endpointUrlSns", topic.endpoint());
      String file =
          table(
              "steps-told",
              "notify: arn:aws:sns:eu-central-2:111122223333:night\nlog: s3://steps-told-exports/logs");
      sources.recoverable("steps-told", false);
      assertThat(until(file, Step.REPORT, "").exit()).isEqualTo(3);
      assertThat(topic.next())
          .contains("steps-told has stopped", "point-in-time recovery", "next: 'hikkoshi run ");
      sources.recoverable("steps-told", true);
      assertThat(until(file, Step.REPORT, "").exit()).isZero();
      assertThat(topic.next())
          .contains("steps-told: complete, exact", "40 written", "next: switch the traffic");
      assertThat(logs("steps-told-exports", "logs/steps-told/"))
          .satisfiesExactly(
              first -> assertThat(first).contains("steps-told has stopped: ", "recovery"),
              second ->
                  assertThat(second)
                      .contains("step verify: ", "steps-told: complete, exact", "40 written"));
    } finally {
      System.clearProperty("aws.endpointUrlSns");
    }
  }

  /// In the order in which they were written.
  private List<String> logs(String bucket, String prefix) {
    return cloud.s3().listObjectsV2(r -> r.bucket(bucket).prefix(prefix)).contents().stream()
        .map(found ->
            cloud.s3().getObjectAsBytes(r -> r.bucket(bucket).key(found.key())).asUtf8String())
        .toList();
  }

  /// A source table with items, an empty destination, and the migration file.
  private String table(String name) {
    return table(name, "");
  }

  private String table(String name, String more) {
    String arn = sources.create(name, "id", ScalarAttributeType.S);
    for (int i = 0; i < ITEMS; i++) {
      var item = Map.of("id", AttributeValue.fromS("k" + i));
      cloud.dynamoDb().putItem(r -> r.tableName(name).item(item));
    }
    cloud.table(name + "-copy", "id", ScalarAttributeType.S);
    cloud.s3().createBucket(r -> r.bucket(name + "-exports"));
    return new MigrationFiles(folder)
        .write(
            name,
            """
            name: %s
            source: { table: "%s", export-to: "s3://%s-exports" }
            destination: { table: %s-copy }
            %s
            """
                .formatted(name, arn, name, name, more));
  }

  private Cloud.Answer until(String file, Step step, String report) {
    return report.isEmpty()
        ? cloud.hikkoshi("run", file, "--fleet", "none", "--until", step.spelling())
        : cloud.hikkoshi(
            "run", file, "--fleet", "none", "--until", step.spelling(), "--report", report);
  }

  private Cloud.Answer dry(String file) {
    return cloud.hikkoshi("run", file, "--fleet", "none", "--dry-run");
  }

  private static Map<String, String> states(Cloud.Answer answer) {
    return StreamSupport.stream(answer.json().path("steps").spliterator(), false)
        .collect(
            java.util.stream.Collectors.toMap(
                step -> step.path("step").asText(), step -> step.path("state").asText()));
  }

  /// Whatever a step could change.
  private List<Object> state(String name) {
    var ledger = cloud.ledger();
    return List.of(
        ledger.migrations().find(name),
        ledger.exports().find(name),
        ledger.splits().all(name),
        ledger.steps().all(name).stream()
            .filter(step -> !ALWAYS_TAKEN.contains(step.step()))
            .toList(),
        cloud.dynamoDb().listExports(r -> {}).exportSummaries().stream()
            .filter(export -> export.exportArn().contains("table/" + name + "/"))
            .count());
  }
}
