package dev.hikkoshi.bench.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class FibersTest {
  private final Fibers fibers = new Fibers();
  private final List<String> history = new ArrayList<>();

  @Test
  @SuppressWarnings("ThreadPriorityCheck") // the scheduler is what is tested
  void eachRunsUntilItWaits() {
    Thread first =
        fibers.thread(
            "first",
            () -> {
              history.add("first");
              LockSupport.park();
              history.add("first again");
            });
    first.start();
    fibers
        .thread(
            "second",
            () -> {
              history.add("second");
              Thread.yield();
              history.add("second again");
              LockSupport.unpark(first);
            })
        .start();
    fibers.run();
    assertThat(history).containsExactly("first", "second", "second again", "first again");
  }

  /// Somebody else's thread has the monitor, as another simulation may.
  @Test
  void whoMeetsAMonitorThatIsTakenGoesOnBeforeTheOthers() throws InterruptedException {
    var monitor = new Object();
    for (int i = 0; i < 50; i++) {
      history.clear();
      var taken = new CountDownLatch(1);
      var wanted = new CountDownLatch(1);
      Thread other =
          Thread.ofPlatform()
              .start(() -> {
                synchronized (monitor) {
                  taken.countDown();
                  awaitBlocked(wanted);
                }
              });
      taken.await();
      Thread first =
          fibers.thread(
              "first",
              () -> {
                wanted.countDown();
                synchronized (monitor) {
                  history.add("first");
                }
              });
      first.start();
      fibers.thread("second", () -> history.add("second")).start();
      fibers.run();
      other.join();
      assertThat(history).containsExactly("first", "second");
    }
  }

  private static void awaitBlocked(CountDownLatch wanted) {
    try {
      wanted.await();
      Thread.sleep(Duration.ofMillis(2)); // now it waits for the monitor, most of the times
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void realTimeIsKeptOut() throws InterruptedException {
    var thrown = new ArrayList<Throwable>();
    Thread stranger =
        Thread.ofPlatform()
            .start(() -> {
              try {
                fibers.execute(() -> {});
              } catch (IllegalStateException e) {
                thrown.add(e);
              }
            });
    stranger.join();
    assertThatThrownBy(
            () -> {
              throw thrown.getFirst();
            })
        .hasMessageContaining("real time got into a simulation");
  }
}
