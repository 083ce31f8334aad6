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
    String name = Cloud.named("steps-each");
    String file = table(name);
    String report = folder.resolve("report").toString();
    for (Step step : Step.values()) {
      var first = until(file, step, report);
      assertThat(first.exit()).as(step + ": " + first.json()).isZero();
      List<Object> before = state(name);
      var second = until(file, step, report);
      assertThat(second.exit()).as(step + ": " + second.json()).isZero();
      assertThat(state(name)).as("after a second " + step).isEqualTo(before);
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
    assertThat(cloud.count(name + "-copy")).isEqualTo(ITEMS);
    assertThat(cloud.ledger().steps().all(name))
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
    String name = Cloud.named("steps-dry");
    String file = table(name);
    var fresh = dry(file);
    assertThat(states(fresh))
        .containsEntry("export", "to do")
        .containsEntry("verify", "to do")
        .containsEntry("report", "not needed")
        .containsEntry("fleet-up", "not needed");
    assertThat(states(fresh).keySet()).containsExactlyInAnyOrderElementsOf(Step.spellings());
    assertThat(cloud.ledger().steps().all(name)).isEmpty();
    assertThat(cloud.ledger().exports().find(name)).isEmpty();
    assertThat(cloud.ledger().migrations().find(name)).isEmpty();

    assertThat(until(file, Step.PRODUCE, "").exit()).isZero();
    List<Object> before = state(name);
    assertThat(states(dry(file)))
        .containsEntry("export", "done")
        .containsEntry("produce", "done")
        .containsEntry("retry", "to do");
    assertThat(states(cloud.hikkoshi("run", file, "--dry-run", "--until", "drain")))
        .containsEntry("verify", "left out");
    assertThat(state(name)).isEqualTo(before);
  }

  @Test
  void noStepIsLeftOutThatALaterOneBuildsOn() {
    String name = Cloud.named("steps-from");
    String file = table(name);
    var refused = cloud.hikkoshi("run", file, "--fleet", "none", "--from", "verify");
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.message()).contains("'preflight' of " + name + " is not done", "--from");
    assertThat(until(file, Step.PLAN, "").exit()).isZero();
    var early = cloud.hikkoshi("run", file, "--fleet", "none", "--from", "verify");
    assertThat(early.exit()).isEqualTo(3);
    assertThat(early.message()).contains("'produce' of " + name + " is not done");
    assertThat(cloud.hikkoshi("run", file, "--dry-run", "--from", "verify").exit()).isEqualTo(3);
    assertThat(cloud.count(name + "-copy")).isZero();

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
    String name = Cloud.named("steps-fail");
    String file = table(name);
    sources.recoverable(name, false);
    assertThat(until(file, Step.REPORT, "").exit()).isEqualTo(3);
    StepRecord failed = cloud.ledger().steps().find(name, "export", 0).orElseThrow();
    assertThat(failed.outcome()).isEqualTo(Outcome.FAILED);
    assertThat(failed.message()).contains("point-in-time recovery");
    sources.recoverable(name, true);
    assertThat(until(file, Step.EXPORT, "").exit()).isZero();
    assertThat(cloud.ledger().steps().find(name, "export", 0).orElseThrow().runs()).isEqualTo(2);
  }

  @Test
  void aTopicIsToldOfTheEnd() throws Exception {
    try (var topic = new TopicStub()) {
      System.setProperty("aws.endpointUrlSns", topic.endpoint());
      String name = Cloud.named("steps-told");
      String file =
          table(
              name,
              "notify: arn:aws:sns:eu-central-2:111122223333:night\nlog: s3://"
                  + name
                  + "-exports/logs");
      sources.recoverable(name, false);
      assertThat(until(file, Step.REPORT, "").exit()).isEqualTo(3);
      assertThat(topic.next())
          .contains(name + " has stopped", "point-in-time recovery", "next: 'hikkoshi run ");
      sources.recoverable(name, true);
      assertThat(until(file, Step.REPORT, "").exit()).isZero();
      assertThat(topic.next())
          .contains(name + ": complete, exact", "40 written", "next: switch the traffic");
      assertThat(logs(name + "-exports", "logs/" + name + "/"))
          .satisfiesExactly(
              first -> assertThat(first).contains(name + " has stopped: ", "recovery"),
              second ->
                  assertThat(second)
                      .contains("step verify: ", name + ": complete, exact", "40 written"));
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
