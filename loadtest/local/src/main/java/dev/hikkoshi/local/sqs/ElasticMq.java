package dev.hikkoshi.local.sqs;

import java.net.InetSocketAddress;
import java.net.URI;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;

/// SQS on the loopback interface, in this process, all in memory. Thread-safe.
public final class ElasticMq implements AutoCloseable {
  private final SQSRestServer server;
  private final URI endpoint;

  private ElasticMq(SQSRestServer server) {
    this.server = server;
    InetSocketAddress address = server.waitUntilStarted().localAddress();
    endpoint = URI.create("http://127.0.0.1:" + address.getPort());
  }

  /// Starts one without queues.
  ///
  /// @param port 0 for any that is free
  public static ElasticMq start(int port, String region) {
    return new ElasticMq(
        SQSRestServerBuilder.withInterface("127.0.0.1")
            .withPort(port)
            .withAWSRegion(region)
            .start());
  }

  /// Where clients reach it; queue URLs begin with it.
  public URI endpoint() {
    return endpoint;
  }

  /// Stops answering; every message is gone.
  @Override
  public void close() {
    server.stopAndWait();
  }
}
