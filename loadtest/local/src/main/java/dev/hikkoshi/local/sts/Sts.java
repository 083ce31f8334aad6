package dev.hikkoshi.local.sts;

import dev.hikkoshi.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;

/// Hands out credentials of roles: AssumeRole, and nothing else. Every role may be assumed, except
/// one whose name is `forbidden`. Thread-safe.
public final class Sts implements AutoCloseable {
  private final LoopbackServer server;

  private Sts(LoopbackServer server) {
    this.server = server;
  }

  /// Starts answering on any free port.
  ///
  /// @param validity how long credentials are valid; AWS gives at least 15 minutes
  public static Sts start(Duration validity, InstantSource clock) throws IOException {
    return new Sts(LoopbackServer.start("sts", 0, new StsHandler(validity, clock)));
  }

  /// Where clients reach it.
  public URI endpoint() {
    return server.endpoint();
  }

  /// Stops answering.
  @Override
  public void close() {
    server.close();
  }
}
