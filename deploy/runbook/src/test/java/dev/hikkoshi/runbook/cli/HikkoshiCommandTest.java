package dev.hikkoshi.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.exception.AbortedException;

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

  /// As a variable that is not set leaves it: nothing is read from or written to the folder one
  /// happens to be in.
  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a\0b"})
  void whatNamesNoFileIsRefused(String path) {
    assertThat(error("simulate", "a.json", "--items=1", "--target=1", "--report", path))
        .contains("--report", "'" + path + "'", "allowed: the name of a file or folder");
    assertThat(error("run", path)).contains("FILE", "allowed: the name of a file or folder");
    assertThat(error("report", "--out", path, "a.yaml")).contains("--out", "allowed");
  }

  /// How the calls that were under way failed then is nothing to mend.
  @Test
  void whoeverIsToldToStopSaysSoWhateverFailedThen() {
    var aborted = AbortedException.create("Thread was interrupted");
    var wrapped = CommandException.refused("bucket", "cannot be used: Thread was interrupted");
    var stopped = CommandException.interrupted("a.yaml", "interrupted; it goes on");
    for (Exception each : List.of(aborted, wrapped, new InterruptedException())) {
      Thread.currentThread().interrupt();
      assertThat(HikkoshiCommand.told(each)).hasMessageContaining("the same command continues it");
      assertThat(Thread.interrupted()).isFalse();
    }
    Thread.currentThread().interrupt();
    assertThat(HikkoshiCommand.told(stopped)).isSameAs(stopped);
    assertThat(HikkoshiCommand.told(wrapped)).isSameAs(wrapped);
    assertThat(HikkoshiCommand.told(aborted).exit()).isEqualTo(Exit.REFUSED);
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
