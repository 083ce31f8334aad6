package dev.hikkoshi.common.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchdogTest {
  private static final long PATIENCE_SECONDS = 30;

  @Test
  void aCallThatCannotBeCutKeepsNobodyElse() throws InterruptedException {
    try (var watchdog = new Watchdog(Duration.ofMillis(100))) {
      for (int i = 0; i < 20; i++) {
        watchdog.watch(() -> {
          throw new IllegalStateException("stuck");
        });
      }
      var cut = new CountDownLatch(1);
      watchdog.watch(cut::countDown);
      assertThat(cut.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void whatIsOverIsNotCut() throws InterruptedException {
    try (var watchdog = new Watchdog(Duration.ofMillis(100))) {
      var cuts = new AtomicInteger();
      watchdog.watch(cuts::incrementAndGet).close();
      var later = new CountDownLatch(2);
      watchdog.watch(later::countDown); // cut again and again until it is closed
      assertThat(later.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(cuts).hasValue(0);
    }
  }
}
