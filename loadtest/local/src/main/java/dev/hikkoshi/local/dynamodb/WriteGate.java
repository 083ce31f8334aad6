package dev.hikkoshi.local.dynamodb;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Makes writes to a table wait while it is held, so that its scan is a snapshot. DynamoDB Local
/// has none: it scans page by page. A write waits if its body merely mentions the table's name; one
/// that waits in vain does no harm. Thread-safe.
final class WriteGate implements RequestFilter {
  private static final Set<String> WRITES =
      Set.of(
          "BatchExecuteStatement",
          "BatchWriteItem",
          "DeleteItem",
          "DeleteTable",
          "ExecuteStatement",
          "ExecuteTransaction",
          "PutItem",
          "TransactWriteItems",
          "UpdateItem");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Set<ApiRequest> writing = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<String> held = new ArrayList<>();

  @Override
  public ApiResponse filter(ApiRequest request, RequestHandler next)
      throws IOException, InterruptedException {
    if (!writes(request)) {
      return next.handle(request);
    }
    begin(request);
    try {
      return next.handle(request);
    } finally {
      end(request);
    }
  }

  static boolean writes(ApiRequest request) {
    return WRITES.contains(request.operation());
  }

  /// Lets no further write to the table pass; returns when those under way are done.
  Hold hold(String table) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      held.add(table);
      while (writing.stream().anyMatch(write -> write.mentions(table))) {
        changed.await();
      }
      return () -> release(table);
    } catch (InterruptedException e) {
      release(table);
      throw e;
    } finally {
      lock.unlock();
    }
  }

  private void begin(ApiRequest write) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (held.stream().anyMatch(write::mentions)) {
        changed.await();
      }
      writing.add(write);
    } finally {
      lock.unlock();
    }
  }

  private void end(ApiRequest write) {
    lock.lock();
    try {
      writing.remove(write);
      if (!held.isEmpty()) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void release(String table) {
    lock.lock();
    try {
      held.remove(table);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Closing it lets the writes go on.
  @FunctionalInterface
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }
}
