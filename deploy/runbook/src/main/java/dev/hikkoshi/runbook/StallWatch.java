package dev.hikkoshi.runbook;

import dev.hikkoshi.common.time.Time;
import java.time.Duration;
import java.util.function.Consumer;

/// Notices that nothing moves: the same number done for a certain time, however often it is asked
/// for. Says so once, and again only after something has moved. For one thread.
final class StallWatch implements Progress {
  private final Progress progress;
  private final Duration limit;
  private final Time time;
  private final Consumer<Duration> stalled;
  private long last = -1;
  private long sinceNanos;
  private boolean paused;
  private boolean told;

  /// @param stalled told for how long nothing has moved
  StallWatch(Progress progress, Duration limit, Time time, Consumer<Duration> stalled) {
    this.progress = progress;
    this.limit = limit;
    this.time = time;
    this.stalled = stalled;
    this.sinceNanos = time.nanoTime();
  }

  @Override
  public void step(String name, long total) {
    moved(-1);
    progress.step(name, total);
  }

  @Override
  public void numbers(Numbers numbers) {
    paused = numbers.target() == 0;
    progress.numbers(numbers);
  }

  @Override
  public void done(long done) {
    progress.done(done);
    if (done != last || paused) {
      moved(done);
      return;
    }
    Duration still = Duration.ofNanos(time.nanoTime() - sinceNanos);
    if (!told && still.compareTo(limit) >= 0) {
      told = true;
      stalled.accept(still);
    }
  }

  private void moved(long done) {
    last = done;
    sinceNanos = time.nanoTime();
    told = false;
  }

  @Override
  public void say(String line) {
    progress.say(line);
  }

  @Override
  public void close() {
    progress.close();
  }
}
