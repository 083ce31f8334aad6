package dev.hikkoshi.runbook.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page as a browser has it. Skipped where there is no Chromium.
class PageInChromiumTest {
  private static final int WRITTEN = 0x2e90fa;
  private static final int REFUSED = 0xd92d20;
  private static final int READ = 0x0e9384;
  private static final int SECONDS = 120;

  @TempDir private Path folder;

  @Test
  void chartsAreDrawnAndNothingIsAskedOfAnyNetwork() throws Exception {
    Optional<Path> chromium = chromium();
    assumeTrue(
        chromium.isPresent(),
        "skipped: no chromium, chromium-browser or google-chrome in PATH to open the report with");
    Path page = new TwoNights().page("good", "bad").write(folder);
    Path picture = folder.resolve("page.png");
    Path log = folder.resolve("chromium.log");
    Path requests = folder.resolve("requests.json");
    Process browser =
        new ProcessBuilder(
                chromium.get().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--user-data-dir=" + folder.resolve("profile"),
                "--enable-logging=stderr",
                "--log-net-log=" + requests,
                "--window-size=1280,6000",
                "--screenshot=" + picture,
                page.toUri().toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      assertThat(browser.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    } finally {
      browser.destroyForcibly();
    }
    assertThat(Files.readAllLines(log)).noneMatch(line -> line.contains("CONSOLE"));
    // The browser asks for things of its own; what a page asks for has an origin.
    String asked = Files.readString(requests);
    assertThat(asked).contains("\"logEventTypes\"").doesNotContain("evil.example");
    assertThat(Pattern.compile("\"initiator\":\"([^\"]*)\"").matcher(asked).results())
        .allMatch(request -> request.group(1).equals("not an origin"));
    BufferedImage seen = ImageIO.read(picture.toFile());
    assertThat(pixels(seen, WRITTEN)).as("rate").isGreaterThan(500);
    assertThat(pixels(seen, REFUSED)).as("throttles").isGreaterThan(500);
    assertThat(pixels(seen, READ)).as("verification").isGreaterThan(20);
  }

  private static Optional<Path> chromium() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .flatMap(place ->
            Stream.of("chromium", "chromium-browser", "google-chrome")
                .map(name -> Path.of(place, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// How many pixels have nearly that colour.
  private static long pixels(BufferedImage image, int colour) {
    long count = 0;
    for (int y = 0; y < image.getHeight(); y++) {
      for (int x = 0; x < image.getWidth(); x++) {
        count += isNear(image.getRGB(x, y), colour) ? 1 : 0;
      }
    }
    return count;
  }

  private static boolean isNear(int pixel, int colour) {
    return Stream.of(0, 8, 16)
        .allMatch(shift -> Math.abs((pixel >> shift & 0xff) - (colour >> shift & 0xff)) < 24);
  }
}
