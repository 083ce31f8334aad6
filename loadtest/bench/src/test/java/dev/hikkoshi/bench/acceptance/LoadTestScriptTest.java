package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `loadtest/aws/run --fleet local` with the AWS CLI on the embedded AWS: as on AWS, but for what
/// only AWS has.
@EmbeddedOnly
class LoadTestScriptTest {
  private static final Path SCRIPT = Path.of("..", "aws", "run").toAbsolutePath().normalize();

  private final Cloud cloud = Cloud.get();
  @TempDir private Path folder;
  private Path launcher = Path.of("");

  @BeforeEach
  void programOfThisBuild() throws IOException, InterruptedException {
    for (String program : List.of("bash", "aws", "jq", "awk")) {
      Assumptions.assumeTrue(isInstalled(program), program + " is not installed");
    }
    var line = new ArrayList<>(ProcessFleet.program());
    line.replaceAll(argument -> "'" + argument.replace("'", "'\\''") + "'");
    launcher =
        Files.writeString(
            folder.resolve("hikkoshi"),
            "#!/bin/bash\nexec " + String.join(" ", line) + " \"$@\"\n");
    assertThat(launcher.toFile().setExecutable(true)).isTrue();
  }

  @Test
  void movesAGeneratedSourceReportsAndLeavesNothing() throws Exception {
    var test = start("lt-whole", "--items", "400", "--budget", "1");
    assertThat(test.waitFor(420, TimeUnit.SECONDS)).as(said("lt-whole")).isTrue();
    assertThat(test.exitValue()).as(said("lt-whole")).isZero();
    Path out = folder.resolve("lt-whole");
    assertThat(out.resolve("summary.txt")).content().contains("exact: true", "400");
    assertThat(out.resolve("index.html")).isNotEmptyFile();
    assertThat(out.resolve("verification.json")).isNotEmptyFile();
    assertThat(said("lt-whole")).contains("nothing of lt-whole is left");
    assertNothingIsLeft("lt-whole");
    assertTheGuardKeepsToTheBudget(
        new ObjectMapper().readTree(out.resolve("estimate.json").toFile()));
  }

  private static void assertTheGuardKeepsToTheBudget(JsonNode estimate) {
    double all = 0;
    for (JsonNode cost : estimate.path("costs")) {
      all += cost.path("dollars").asDouble();
    }
    assertThat(estimate.path("dollars").asDouble()).isPositive().isEqualTo(all, within(1e-9));
    assertThat(estimate.path("units").asDouble()).isEqualTo(400);
    assertThat(estimate.path("leastBudget").asDouble())
        .isGreaterThan(estimate.path("dollars").asDouble());
    double most =
        estimate.path("fixedDollars").asDouble()
            + estimate.path("allowedSeconds").asDouble()
                * estimate.path("mostDollarsPerSecond").asDouble();
    assertThat(most).isBetween(0.99, 1.0);
    // A unit costs what AWS charges for it, and its parts of messages and ledger.
    assertThat(estimate.path("dollarsPerUnit").asDouble()).isBetween(0.625e-6, 0.8e-6);
  }

  @Test
  void refusesATooSmallBudgetBeforeAnythingIsMade() throws Exception {
    var test = start("lt-budget", "--items", "100000000", "--budget", "3.50");
    assertThat(test.waitFor(300, TimeUnit.SECONDS)).as(said("lt-budget")).isTrue();
    assertThat(test.exitValue()).as(said("lt-budget")).isEqualTo(3);
    assertThat(said("lt-budget")).contains("--budget is $3.50", "Nothing was made");
    assertNothingIsLeft("lt-budget");
  }

  private void assertNothingIsLeft(String name) {
    assertThat(cloud.dynamoDb().listTables().tableNames())
        .noneMatch(table -> table.startsWith(name));
    assertThat(cloud.s3().listBuckets().buckets())
        .noneMatch(bucket -> bucket.name().startsWith(name));
  }

  private Process start(String name, String... options) throws IOException {
    var line =
        new ArrayList<>(
            List.of(
                SCRIPT.toString(),
                "--fleet",
                "local",
                "--yes",
                "--workers",
                "1",
                "--name",
                name,
                "--output",
                folder.resolve(name).toString()));
    line.addAll(List.of(options));
    var builder = new ProcessBuilder(line);
    builder.environment().putAll(cloud.environment());
    builder.environment().put("HIKKOSHI", launcher.toString());
    builder.environment().put("HIKKOSHI_THREADS", "4");
    return builder.redirectErrorStream(true).redirectOutput(log(name)).start();
  }

  private String said(String name) throws IOException {
    return Files.readString(log(name).toPath());
  }

  private File log(String name) {
    return folder.resolve(name + ".log").toFile();
  }

  private static boolean isInstalled(String program) throws IOException, InterruptedException {
    return new ProcessBuilder("sh", "-c", "command -v " + program).start().waitFor() == 0;
  }
}
