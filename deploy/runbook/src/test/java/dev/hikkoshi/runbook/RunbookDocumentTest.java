package dev.hikkoshi.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What `docs/runbook.md` says of the steps, beside what the program does.
class RunbookDocumentTest {
  private static final Path DOCUMENT = Path.of("../../docs/runbook.md");

  @Test
  void theDocumentNamesTheStepsInTheirOrder() throws IOException {
    List<String> named =
        Files.readAllLines(DOCUMENT).stream()
            .filter(line -> line.startsWith("| `"))
            .map(line -> line.substring(3, line.indexOf('`', 3)))
            .toList();
    assertThat(named).isEqualTo(Step.spellings());
  }
}
