package dev.hikkoshi.runbook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.time.Time;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class StallWatchTest {
  private final List<Duration> stalls = new ArrayList<>();
  private final ByHand time = new ByHand();
  private final StallWatch watch =
      new StallWatch(new Silent(), Duration.ofMinutes(10), time, stalls::add);

  @Test
  void tellsOnceOfAStallAndAgainOfTheNext() {
    watch.step("moving items", 100);
    watch.done(5);
    after(9, 5);
    assertThat(stalls).isEmpty();
    after(1, 5);
    after(60, 5);
    assertThat(stalls).containsExactly(Duration.ofMinutes(10));
    after(1, 6);
    after(10, 6);
    assertThat(stalls).hasSize(2);
  }

  @Test
  void whatIsPausedOrAnotherStepDoesNotStall() {
    watch.step("moving items", 100);
    watch.done(5);
    watch.numbers(new Numbers(0, "write units", 0, 0, 0, 2));
    after(60, 5);
    watch.numbers(new Numbers(100, "write units", 0, 0, 0, 2));
    after(9, 5);
    watch.step("reading the destination", 8);
    after(9, 5);
    assertThat(stalls).isEmpty();
  }

  private void after(long minutes, long done) {
    time.nanos += Duration.ofMinutes(minutes).toNanos();
    watch.done(done);
  }

  private static final class ByHand implements Time {
    private long nanos;

    @Override
    public long nanoTime() {
      return nanos;
    }

    @Override
    public Clock clock() {
      return Clock.systemUTC();
    }

    @Override
    public void sleep(Duration duration) {
      nanos += duration.toNanos();
    }

    @Override
    public Thread thread(String name, Runnable task) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean join(Thread thread, Duration atMost) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Silent implements Progress {
    @Override
    public void step(String name, long total) {}

    @Override
    public void done(long done) {}

    @Override
    public void say(String line) {}

    @Override
    public void close() {}
  }
}
