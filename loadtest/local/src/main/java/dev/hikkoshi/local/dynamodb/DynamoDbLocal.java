package dev.hikkoshi.local.dynamodb;

import dev.hikkoshi.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.util.logging.Level;
import java.util.logging.Logger;
import software.amazon.awssdk.services.dynamodb.model.ListTablesRequest;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/// Amazon's DynamoDB Local in this process, as with `-inMemory -sharedDb -disableTelemetry`. Its
/// own server runner is not used: that listens on every interface, cannot report the port it was
/// given, and prints to standard output. Thread-safe.
public final class DynamoDbLocal implements AutoCloseable {
  // The level lives as long as somebody holds the logger.
  private static final Logger SQLITE_LOG = Logger.getLogger("com.almworks.sqlite4java");

  private final LocalDynamoDBServerHandler handler;
  private final ThreadGroup jobs;
  private final LoopbackServer server;

  private DynamoDbLocal(
      LocalDynamoDBServerHandler handler, ThreadGroup jobs, LoopbackServer server) {
    this.handler = handler;
    this.jobs = jobs;
    this.server = server;
  }

  /// Starts an empty one on any free port.
  public static DynamoDbLocal start() throws IOException {
    SQLITE_LOG.setLevel(Level.WARNING);
    LocalDynamoDBRequestHandler requests =
        new LocalDynamoDBRequestHandler(0, true, null, true, false);
    ThreadGroup jobs = createDatabase(requests);
    LocalDynamoDBServerHandler handler = new LocalDynamoDBServerHandler(requests, null);
    return new DynamoDbLocal(handler, jobs, LoopbackServer.start("dynamodb-local", 0, handler));
  }

  /// Where it answers, without what the front adds.
  public URI endpoint() {
    return server.endpoint();
  }

  /// Stops answering; every table is gone.
  @Override
  public void close() {
    try {
      server.close();
    } finally {
      handler.close();
      end(jobs);
    }
  }

  /// Makes the first call. The thread of the first call is the parent of the threads that build
  /// indexes and expire items, which only their group can find again.
  private static ThreadGroup createDatabase(LocalDynamoDBRequestHandler requests) {
    ThreadGroup jobs = new ThreadGroup("dynamodb-local-jobs");
    Runnable firstCall =
        () -> requests.listTables("front", "us-east-1", ListTablesRequest.builder().build());
    Thread first = new Thread(jobs, firstCall, "dynamodb-local-start");
    first.start();
    join(first);
    return jobs;
  }

  private static void end(ThreadGroup jobs) {
    jobs.interrupt();
    Thread[] threads = new Thread[jobs.activeCount() + 1];
    int count = jobs.enumerate(threads);
    for (int i = 0; i < count; i++) {
      join(threads[i]);
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
