package dev.hikkoshi.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awscdk.App;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.sqs.CfnQueue;

/// Linters of CloudFormation templates that need no AWS account.
class LintTest {
  /// AWS's own `cloudformation-validate`, which comes with the CDK and reports only what it finds.
  @Test
  void theValidatorOfAwsFindsNothing() throws Exception {
    Synthesized.template();
    assertThat(reports(Synthesized.FOLDER)).isEmpty();
  }

  @Test
  void theValidatorOfAwsFindsWhatIsWrong(@TempDir Path folder) throws Exception {
    Synthesized.template();
    App app = Synthesis.app(folder);
    CfnQueue.Builder.create(new Stack(app, "wrong"), "Queue").delaySeconds(1_000_000).build();
    app.synth();
    assertThat(reports(folder).path(0).path("pluginName").asText())
        .isEqualTo("CloudFormation Validate");
    assertThat(reports(folder).path(0).path("violations")).isNotEmpty();
  }

  private static JsonNode reports(Path folder) throws IOException {
    return new ObjectMapper()
        .readTree(folder.resolve("validation-report.json").toFile())
        .path("pluginReports");
  }

  /// `cfn-lint` finds other things; it is used where it is installed.
  @Test
  void cfnLintFindsNothing() throws Exception {
    Synthesized.template();
    Assumptions.assumeTrue(
        Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "cfn-lint"))),
        "skipped: cfn-lint is not installed; AWS's own validator ran");
    Process lint =
        new ProcessBuilder(
                "cfn-lint", Synthesized.FOLDER.resolve("hikkoshi.template.json").toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(lint.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(lint.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
  }
}
