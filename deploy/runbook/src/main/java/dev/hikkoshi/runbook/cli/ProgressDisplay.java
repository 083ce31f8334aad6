package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.runbook.Progress;
import java.io.Console;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Progress on standard error: a bar with rate and time left on a terminal, plain lines elsewhere.
/// For one thread.
public final class ProgressDisplay implements Progress {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  private final boolean terminal;
  private @Nullable ProgressBar bar;
  private String step = "";
  private long total;
  private long firstDone = -1;
  private long stepNanos;
  private long lastLineNanos;

  public ProgressDisplay() {
    // tells on Unix.
    terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
  }

  @Override
  public void step(String name, long newTotal) {
    close();
    step = name;
    total = newTotal;
    firstDone = -1;
    stepNanos = System.nanoTime();
    lastLineNanos = stepNanos;
    if (terminal && newTotal > 0) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setInitialMax(newTotal)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(System.err))
              .setUpdateIntervalMillis(500)
              .showSpeed()
              .build();
    } else {
      System.err.println(
          name + (newTotal > 0 ? String.format(Locale.ROOT, " (%,d)", newTotal) : ""));
    }
  }

  @Override
  public void done(long done) {
    if (firstDone < 0) {
      firstDone = done;
    }
    ProgressBar shown = bar;
    if (shown != null) {
      shown.stepTo(done);
      return;
    }
    long now = System.nanoTime();
    if (now - lastLineNanos >= BETWEEN_LINES.toNanos()) {
      lastLineNanos = now;
      System.err.println(line(done, (now - stepNanos) / 1e9));
    }
  }

  private String line(long done, double seconds) {
    if (total <= 0) {
      return String.format(Locale.ROOT, "  %s: %,d", step, done);
    }
    double rate = (done - firstDone) / seconds;
    String left =
        rate <= 0
            ? ""
            : String.format(Locale.ROOT, ", %,.0f/s, %.0f s left", rate, (total - done) / rate);
    return String.format(
        Locale.ROOT, "  %s: %,d of %,d (%.0f %%)%s", step, done, total, 100.0 * done / total, left);
  }

  @Override
  public void say(String line) {
    System.err.println(line);
  }

  @Override
  public void close() {
    ProgressBar shown = bar;
    if (shown != null) {
      shown.close();
      bar = null;
    }
  }
}
