package dev.hikkoshi.local.http;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// A Jetty server on 127.0.0.1 whose blocking handler runs on named virtual threads. Idle
/// connections outlive those of every client's pool, so that no request meets a closing one.
/// Thread-safe.
public final class LoopbackServer implements AutoCloseable {
  private static final Duration IDLE_TIMEOUT = Duration.ofMinutes(10);
  private static final int MAX_HEADER_BYTES = 64 * 1024;

  private final String name;
  private final Server server;
  private final ServerConnector connector;
  private final ExecutorService requestThreads;

  private LoopbackServer(String name, int port, Handler handler) {
    this.name = name;
    requestThreads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
    QueuedThreadPool selectors = new QueuedThreadPool(8);
    selectors.setName(name + "-io");
    selectors.setDaemon(true);
    selectors.setVirtualThreadsExecutor(requestThreads);
    server = new Server(selectors);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    connector.setIdleTimeout(IDLE_TIMEOUT.toMillis());
    server.addConnector(connector);
    server.setHandler(handler);
  }

  /// Starts serving.
  ///
  /// @param name of its threads
  /// @param port 0 for any that is free
  /// @throws IOException if the port is taken
  public static LoopbackServer start(String name, int port, Handler handler) throws IOException {
    LoopbackServer loopback = new LoopbackServer(name, port, handler);
    try {
      loopback.server.start();
      return loopback;
    } catch (Exception e) {
      loopback.close();
      throw new IOException("cannot start " + name + " on port " + port, e);
    }
  }

  /// Where clients reach it, an IP address so that none tries virtual-host names.
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  /// Stops serving; returns when no request is running any more.
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop " + name, e);
    } finally {
      requestThreads.shutdownNow();
      requestThreads.close();
    }
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setRequestHeaderSize(MAX_HEADER_BYTES);
    configuration.setSendServerVersion(false);
    return configuration;
  }
}
