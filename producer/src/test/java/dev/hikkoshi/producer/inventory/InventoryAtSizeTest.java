package dev.hikkoshi.producer.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An inventory planned and read by a process of 256 MB. What it says of its speed is for whoever
/// asks for a size: `-Dhikkoshi.inventoryRows=10000000`.
class InventoryAtSizeTest {
  private static final int ROWS = Integer.getInteger("hikkoshi.inventoryRows", 80_000);
  private static final int MINUTES = 20;

  @TempDir private Path folder;

  @Test
  void isReadWholeWithLittleMemory() throws Exception {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    InventoryCost.class.getName(),
                    Integer.toString(ROWS),
                    folder.toString()))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
    assertThat(said.lines().filter(line -> line.startsWith(ROWS + " rows")))
        .as(said)
        .hasSize(3)
        .allMatch(line -> line.contains("heap at most 24") || line.contains("heap at most 25"));
    System.out.print(said);
  }
}
