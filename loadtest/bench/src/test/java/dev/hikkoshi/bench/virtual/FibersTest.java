package dev.hikkoshi.bench.virtual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class FibersTest {
  private final Fibers fibers = new Fibers();
  private final List<String> history = new ArrayList<>();

  @Test
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
              LockSupport.unpark(first);
            })
        .start();
    fibers.run();
    assertThat(history).containsExactly("first", "second", "first again");
  }

  /// Somebody else's thread has the monitor, as another simulation may.
  @Test
  void whoMeetsAMonitorThatIsTakenGoesOnBeforeTheOthers() throws InterruptedException {
    var monitor = new Object();
    for (int i = 0; i < 50; i++) {
      history.clear();
      Thread first =
          fibers.thread(
              "first",
              () -> {
                synchronized (monitor) {
                  history.add("first");
                }
              });
      var taken = new CountDownLatch(1);
      Thread other =
          Thread.ofPlatform()
              .start(() -> {
                synchronized (monitor) {
                  taken.countDown();
                  while (first.getState() != Thread.State.BLOCKED) {
                    Thread.onSpinWait();
                  }
                }
              });
      taken.await();
      first.start();
      fibers.thread("second", () -> history.add("second")).start();
      fibers.run();
      other.join();
      assertThat(history).containsExactly("first", "second");
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
