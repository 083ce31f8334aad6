package dev.hikkoshi.runbook.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.time.DurationText;
import dev.hikkoshi.runbook.Numbers;
import dev.hikkoshi.runbook.Progress;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Progress on standard error: if that is a terminal, a bar with rate, time left and numbers that
/// is drawn again and again; plain lines elsewhere; a JSON object a line for a command that answers
/// in JSON. For one thread.
public final class ProgressDisplay implements Progress {
  private static final Duration BETWEEN_LINES = Duration.ofSeconds(5);

  /// A rate that is shown with its fraction: splits, or minutes of an export.
  private static final double SLOW = 10;

  /// The target where there is none.
  private static final double UNTOLD = -1;

  private final boolean json;
  private final boolean terminal;
  private final String whose;
  private @Nullable ProgressBar bar;
  private @Nullable Numbers numbers;
  private String step = "";
  private long total;
  private RecentRate recent = new RecentRate();
  private volatile double rate;
  private long lastLineNanos;

  /// For a person.
  public ProgressDisplay() {
    this(Output.of(false));
  }

  /// For whoever reads the command's answer.
  public ProgressDisplay(Output output) {
    this(output, "", !output.json() && Terminal.isStandardError());
  }

  /// One of several at the same time: plain lines that begin with whose they are.
  ProgressDisplay(Output output, String whose) {
    this(output, whose, false);
  }

  private ProgressDisplay(Output output, String whose, boolean terminal) {
    this.json = output.json();
    this.whose = whose;
    this.terminal = terminal;
  }

  @Override
  public void step(String name, long newTotal) {
    close();
    step = name;
    total = newTotal;
    recent = new RecentRate();
    rate = 0;
    numbers = null;
    lastLineNanos = System.nanoTime();
    if (json) {
      System.err.println(Output.object().put("doing", whose + name).put("total", newTotal));
    } else if (terminal && newTotal > 0) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(name)
              .setInitialMax(newTotal)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(System.err))
              .setUpdateIntervalMillis(500)
              .setEtaFunction(state -> left(state.getMax() - state.getCurrent()))
              .build();
    } else {
      System.err.println(
          whose + name + (newTotal > 0 ? String.format(Locale.ROOT, " (%,d)", newTotal) : ""));
    }
  }

  @Override
  public void numbers(Numbers now) {
    numbers = now;
  }

  @Override
  public void done(long done) {
    long now = System.nanoTime();
    rate =
        numbers == null
            ? recent.at(now, done, UNTOLD, BETWEEN_LINES)
            : recent.at(now, done, numbers.target(), RecentRate.SETTLED);
    ProgressBar shown = bar;
    if (shown != null) {
      shown.stepTo(done);
      shown.setExtraMessage(speed() + more());
      return;
    }
    if (now - lastLineNanos >= BETWEEN_LINES.toNanos()) {
      lastLineNanos = now;
      System.err.println(json ? json(done).toString() : whose + line(done));
    }
  }

  /// Nothing where it is not known.
  private Optional<Duration> left(long left) {
    double now = rate;
    return now > 0 && left >= 0
        ? Optional.of(Duration.ofSeconds(Math.round(left / now)))
        : Optional.empty();
  }

  private String speed() {
    return rate > 0 ? String.format(Locale.ROOT, rate < SLOW ? ", %.2f/s" : ", %,.0f/s", rate) : "";
  }

  private String more() {
    return numbers == null ? "" : ", " + numbers.text();
  }

  private ObjectNode json(long done) {
    ObjectNode line =
        Output.object().put("doing", whose + step).put("done", done).put("total", total);
    line.put("rate", Math.round(rate * 10) / 10.0);
    Optional<Duration> left = total > 0 ? left(total - done) : Optional.empty();
    line.put("secondsLeft", left.map(Duration::toSeconds).orElse(null));
    if (numbers != null) {
      line.put("target", numbers.target())
          .put("throttledRequests", numbers.throttled())
          .put("retried", numbers.retried())
          .put("dead", numbers.dead())
          .put("workers", numbers.workers());
    }
    return line;
  }

  private String line(long done) {
    if (total <= 0) {
      return String.format(Locale.ROOT, "  %s: %,d%s", step, done, more());
    }
    return String.format(
        Locale.ROOT,
        "  %s: %,d of %,d (%.0f %%)%s%s%s",
        step,
        done,
        total,
        100.0 * done / total,
        speed(),
        left(total - done).map(left -> ", " + DurationText.of(left) + " left").orElse(""),
        more());
  }

  @Override
  public void say(String line) {
    if (bar != null) {
      Terminal.above(line);
    } else {
      System.err.println(
          json ? Output.object().put("said", whose + line).toString() : whose + line);
    }
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
