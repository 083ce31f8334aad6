package dev.hikkoshi.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The program without the modules that only a clone has, as it is in the image.
class HikkoshiCommandTest {
  @ParameterizedTest
  @ValueSource(strings = {"bench", "chaos", "demo", "local", "template", "test"})
  void whatOnlyACloneHasIsRefusedAndSaysSo(String command) {
    assertThat(error(command, "--items", "5"))
        .contains("'" + command + "' is not in this image", "./hikkoshi " + command);
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrok", "demo2", "--demo"})
  void whatIsNoCommandAnywhereIsRefusedAsThat(String command) {
    assertThat(error(command)).contains(command, "see: hikkoshi --help").doesNotContain("image");
  }

  private static String error(String... line) {
    PrintStream before = System.err;
    var written = new ByteArrayOutputStream();
    System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      assertThat(HikkoshiCommand.execute(line)).isEqualTo(Exit.USAGE);
    } finally {
      System.setErr(before);
    }
    return written.toString(StandardCharsets.UTF_8);
  }
}
