package dev.hikkoshi.local.s3;

import java.io.IOException;
import java.time.Clock;

/// The contract, kept by our own server without exception.
final class InMemoryS3ContractTest extends S3ContractTest {
  InMemoryS3ContractTest() throws IOException {
    super(started());
  }

  private static Server started() throws IOException {
    InMemoryS3 s3 = InMemoryS3.start(0, Clock.systemUTC());
    return new Server(s3.endpoint(), s3::close);
  }
}
