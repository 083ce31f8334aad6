package dev.hikkoshi.local.sqs;

import dev.hikkoshi.local.faults.Faults;
import dev.hikkoshi.local.http.HttpForwarder;
import dev.hikkoshi.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;

/// Stands in front of another SQS endpoint and lets things go wrong with its requests. Only SQS's
/// JSON protocol is understood; requests of the old query protocol pass as they are. Thread-safe.
public final class SqsFront implements AutoCloseable {
  private final HttpForwarder forwarder;
  private final LoopbackServer server;

  private SqsFront(HttpForwarder forwarder, LoopbackServer server) {
    this.forwarder = forwarder;
    this.server = server;
  }

  /// Starts answering on any free port.
  ///
  /// @param sqs what it stands in front of; remains the caller's to close
  public static SqsFront start(URI sqs, Faults faults) throws IOException {
    var forwarder = new HttpForwarder("sqs-forward", sqs);
    var handler = new SqsHandler(forwarder, sqs, faults);
    return new SqsFront(forwarder, LoopbackServer.start("sqs-front", 0, handler));
  }

  /// Where clients reach it; queue URLs begin with it.
  public URI endpoint() {
    return server.endpoint();
  }

  /// Stops answering; what it stands in front of runs on.
  @Override
  public void close() {
    server.close();
    forwarder.close();
  }
}
