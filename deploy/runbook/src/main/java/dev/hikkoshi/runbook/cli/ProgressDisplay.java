package dev.hikkoshi.runbook.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.runbook.Numbers;
import dev.hikkoshi.runbook.Progress;
import java.time.Duration;
import java.util.Locale;
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

  private final boolean json;
  private final boolean terminal;
  private final String whose;
  private @Nullable ProgressBar bar;
  private @Nullable Numbers numbers;
  private String step = "";
  private long total;
  private long firstDone = -1;
  private long stepNanos;
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
    firstDone = -1;
    numbers = null;
    stepNanos = System.nanoTime();
    lastLineNanos = stepNanos;
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
              .showSpeed()
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
    if (firstDone < 0) {
      firstDone = done;
    }
    ProgressBar shown = bar;
    if (shown != null) {
      shown.stepTo(done);
      shown.setExtraMessage(numbers == null ? "" : ", " + numbers.text());
      return;
    }
    long now = System.nanoTime();
    if (now - lastLineNanos >= BETWEEN_LINES.toNanos()) {
      lastLineNanos = now;
      double rate = (done - firstDone) / ((now - stepNanos) / 1e9);
      System.err.println(json ? json(done, rate).toString() : whose + line(done, rate));
    }
  }

  private ObjectNode json(long done, double rate) {
    ObjectNode line =
        Output.object().put("doing", whose + step).put("done", done).put("total", total);
    line.put("rate", Math.round(rate * 10) / 10.0);
    if (rate > 0 && total > 0) {
      line.put("secondsLeft", Math.round((total - done) / rate));
    } else {
      line.putNull("secondsLeft");
    }
    if (numbers != null) {
      line.put("target", numbers.target())
          .put("throttledRequests", numbers.throttled())
          .put("retried", numbers.retried())
          .put("dead", numbers.dead())
          .put("workers", numbers.workers());
    }
    return line;
  }

  private String line(long done, double rate) {
    String more = numbers == null ? "" : ", " + numbers.text();
    if (total <= 0) {
      return String.format(Locale.ROOT, "  %s: %,d%s", step, done, more);
    }
    String left =
        rate <= 0
            ? ""
            : String.format(Locale.ROOT, ", %,.0f/s, %.0f s left", rate, (total - done) / rate);
    return String.format(
        Locale.ROOT,
        "  %s: %,d of %,d (%.0f %%)%s%s",
        step,
        done,
        total,
        100.0 * done / total,
        left,
        more);
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
