package dev.hikkoshi.runbook;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Producers and workers, for as long as a command needs them. For one thread.
public interface RunningFleet extends AutoCloseable {
  /// Whoever runs them is somebody else.
  RunningFleet OTHERS =
      new RunningFleet() {
        @Override
        public void up() {}

        @Override
        public void close() {}
      };

  /// Sees that they run; again is the same.
  void up() throws InterruptedException;

  /// Stops them, if this has started them.
  @Override
  void close();

  /// Those of this process.
  static RunningFleet local(Supplier<LocalFleetRunner> start) {
    return new RunningFleet() {
      private @Nullable LocalFleetRunner running;

      @Override
      public void up() {
        if (running == null) {
          running = start.get();
        }
      }

      @Override
      public void close() {
        LocalFleetRunner runner = running;
        running = null;
        if (runner != null) {
          Uninterrupted.run(runner::close);
        }
      }
    };
  }
}
