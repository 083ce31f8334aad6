package dev.hikkoshi.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/// Linters of CloudFormation templates that need no AWS account.
class LintTest {
  /// AWS's own `cloudformation-validate`, which comes with the CDK.
  @Test
  void theValidatorOfAwsFindsNothing() throws Exception {
    Synthesized.template();
    JsonNode report =
        new ObjectMapper().readTree(Synthesized.FOLDER.resolve("validation-report.json").toFile());
    assertThat(report.path("pluginReports"))
        .extracting(plugin -> plugin.path("pluginName").asText())
        .contains("CloudFormation Validate");
    for (JsonNode plugin : report.path("pluginReports")) {
      assertThat(plugin.path("violations")).as(plugin.toPrettyString()).isEmpty();
    }
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
