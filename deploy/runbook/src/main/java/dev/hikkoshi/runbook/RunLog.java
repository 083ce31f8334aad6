package dev.hikkoshi.runbook;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.time.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// What a run says, kept in S3: one object for each run, with a line for every step, every message
/// and, once a minute, how far it is. The object is written anew whenever a minute has passed, and
/// at the end, so that a run that is killed loses a minute of it. S3 that cannot be reached stops
/// nothing. For one thread.
public final class RunLog implements Progress {
  private static final Duration EVERY = Duration.ofMinutes(1);
  private static final DateTimeFormatter NAME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final Progress progress;
  private final S3Client s3;
  private final S3Location at;
  private final Time time;
  private final StringBuilder lines = new StringBuilder();
  private @Nullable Numbers numbers;
  private long total;
  private long lastNanos;
  private boolean told;

  /// @param progress is told everything too
  /// @param folder where the logs of all runs go
  /// @param migration its name
  public RunLog(Progress progress, S3Client s3, S3Location folder, String migration, Time time) {
    this.progress = progress;
    this.s3 = s3;
    this.time = time;
    Instant now = time.clock().instant();
    String prefix =
        folder.key().isEmpty() || folder.key().endsWith("/") ? folder.key() : folder.key() + "/";
    this.at = folder.withKey(prefix + migration + "/" + NAME.format(now) + ".log");
    this.lastNanos = time.nanoTime();
  }

  /// Where this run's log is.
  public S3Location location() {
    return at;
  }

  @Override
  public void step(String name, long newTotal) {
    total = newTotal;
    progress.step(name, newTotal);
    line(name + (newTotal > 0 ? String.format(Locale.ROOT, " (%,d)", newTotal) : ""));
  }

  @Override
  public void numbers(Numbers now) {
    numbers = now;
    progress.numbers(now);
  }

  @Override
  public void done(long done) {
    progress.done(done);
    if (isDue()) {
      Numbers now = numbers;
      line(
          String.format(Locale.ROOT, "%,d of %,d", done, total)
              + (now == null ? "" : ", " + now.text()));
      write();
    }
  }

  @Override
  public void say(String line) {
    progress.say(line);
    line(line);
  }

  /// Writes the end of it; what is behind it is told, not closed.
  ///
  /// @param outcome how the run has ended
  public void end(String outcome) {
    line(outcome.strip());
    write();
  }

  @Override
  public void close() {
    progress.close();
  }

  private boolean isDue() {
    return time.nanoTime() - lastNanos >= EVERY.toNanos();
  }

  private void line(String text) {
    lines.append(time.clock().instant()).append(' ').append(text).append('\n');
  }

  private void write() {
    lastNanos = time.nanoTime();
    try {
      s3.putObject(
          r -> r.bucket(at.bucket()).key(at.key()).contentType("text/plain; charset=utf-8"),
          RequestBody.fromBytes(lines.toString().getBytes(UTF_8)));
    } catch (SdkException e) {
      if (!told) {
        told = true;
        progress.say("the log cannot be written to " + at + ": " + e.getMessage());
      }
    }
  }
}
