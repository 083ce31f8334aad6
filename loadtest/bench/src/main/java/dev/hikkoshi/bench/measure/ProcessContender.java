package dev.hikkoshi.bench.measure;

import java.io.IOException;

/// Code in a process of its own. For one thread.
final class ProcessContender implements Contender {
  private final String name;
  private final int items;
  private final MeasuredChild child;
  private final Work work;

  /// @param items what each round works on
  ProcessContender(String name, int items, MeasuredChild child, Work work) {
    this.name = name;
    this.items = items;
    this.child = child;
    this.work = work;
  }

  /// Code that a process runs when it is told to.
  static ProcessContender told(String name, int items, MeasuredChild child) {
    return new ProcessContender(name, items, child, () -> child.run(items));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Round round() throws IOException, InterruptedException {
    Usage before = child.usage();
    long begun = System.nanoTime();
    long done = work.run();
    long nanos = System.nanoTime() - begun;
    Usage after = child.usage();
    if (done != items) {
      throw new IOException(name + " worked on " + done + " items instead of " + items);
    }
    return new Round(
        items,
        after.cpuNanos() - before.cpuNanos(),
        nanos,
        after.allocatedBytes() - before.allocatedBytes());
  }

  @Override
  public long peakRssKb() throws IOException {
    return child.usage().peakRssKb();
  }

  /// Has all items worked on once.
  @FunctionalInterface
  interface Work {
    /// @return how many items were worked on
    long run() throws IOException, InterruptedException;
  }
}
