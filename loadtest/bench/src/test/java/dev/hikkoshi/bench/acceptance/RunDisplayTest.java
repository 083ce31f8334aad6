package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// What a run and `status --watch` show on a terminal, and what goes into a file or a pipe.
class RunDisplayTest {
  /// Whatever moves a cursor, lines' ends apart.
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n]]");

  private final String name = Cloud.named("display-" + System.nanoTime());
  @TempDir private Path folder;
  private ProcessFleet fleet = new ProcessFleet(Path.of(""), "");
  private String file = "";

  @BeforeEach
  void slowWriting() {
    var export = new TestExport(name).items(350, 4).write();
    Cloud.get().table(name, "id", ScalarAttributeType.S);
    fleet = new ProcessFleet(folder, name);
    file =
        new MigrationFiles(folder)
            .write(
                name,
                """
                name: %s
                source: { dynamodb-export: "%s" }
                destination: { table: %s }
                target: 5
                """
                    .formatted(name, export.location(), name));
  }

  @AfterEach
  void killAll() {
    fleet.close();
  }

  @Test
  void aTerminalGetsLinesThatAreDrawnAgain() throws Exception {
    Assumptions.assumeTrue(isInstalled("script"));
    Process run = fleet.startOnTerminal("run", 250, "", "run", file);
    fleet.awaitOnTerminal("run", "target 5 write units/s");
    fleet.awaitOnTerminal("run", "2 workers");
    writeFast();
    done("run", run);
    String shown = fleet.out("run");
    assertThat(shown).containsPattern("\r.*350/350");
    assertThat(shown).contains(name + ": complete, exact");
  }

  @Test
  void standardErrorInAFileGetsPlainLinesAlthoughTheRestIsATerminal() throws Exception {
    Assumptions.assumeTrue(isInstalled("script"));
    // Where the terminal's own standard error goes to too, which says nothing.
    String errors = folder.resolve("run.err").toString();
    Process run = fleet.startOnTerminal("run", 80, "2>>'" + errors + "'", "run", file);
    fleet.awaitLine("run", " dead, 2 workers");
    writeFast();
    done("run", run);
    assertThat(fleet.err("run"))
        .doesNotContainPattern(CONTROL)
        .contains("  moving items: ", "target 5 write units/s", " throttled, ");
  }

  @Test
  void aPipeGetsPlainLinesOrJson() throws Exception {
    Process run = fleet.start("run", "run", file, "--output", "json");
    fleet.awaitLine("run", "step produce");
    Process watch = fleet.start("watch", "status", file, "--watch");
    fleet.awaitLine("watch", "target 5, ");
    fleet.awaitLine("watch", " workers\n");
    fleet.awaitLine("run", "\"workers\":2");
    writeFast();
    done("run", run);
    done("watch", watch);
    assertThat(fleet.err("watch"))
        .doesNotContainPattern(CONTROL)
        .containsPattern("target 5, .* workers\n");
    assertThat(fleet.out("watch")).contains("step verify     done");
    assertThat(fleet.err("run")).doesNotContainPattern(CONTROL);
    JsonNode progress =
        new ObjectMapper()
            .readTree(
                fleet
                    .err("run")
                    .lines()
                    .filter(line -> line.contains("\"workers\":2"))
                    .findFirst()
                    .orElseThrow());
    assertThat(progress.path("doing").asText()).isEqualTo("moving items");
    assertThat(progress.path("total").asInt()).isEqualTo(350);
    assertThat(progress.path("target").asInt()).isEqualTo(5);
  }

  /// Everything has been seen that is shown while items are moved.
  private void writeFast() throws IOException, InterruptedException {
    done("target", fleet.start("target", "target", file, "5000"));
  }

  private void done(String as, Process process) throws IOException, InterruptedException {
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).as(fleet.err(as)).isTrue();
    assertThat(process.exitValue()).as(fleet.out(as) + fleet.err(as)).isZero();
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
  }
}
