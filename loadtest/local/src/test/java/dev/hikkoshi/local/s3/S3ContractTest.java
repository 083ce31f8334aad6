package dev.hikkoshi.local.s3;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.services.s3.S3Client;

/// All that an S3 must do, as seen by the AWS SDK. The same behaviours are asked of our own server
/// and of one written by others: a fake alone would repeat its writers' misreadings.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class S3ContractTest
    implements BucketContract,
        ObjectContract,
        KeyContract,
        ListingContract,
        ConditionContract,
        CopyContract,
        MultipartContract,
        ChecksumContract,
        VersionContract {
  private final AtomicInteger buckets = new AtomicInteger();
  private final Server server;
  private final S3Client s3;
  private final S3Client plain;
  private String bucket = "";

  /// A running server.
  ///
  /// @param stop called when every behaviour has been seen
  record Server(URI endpoint, Stop stop) {
    interface Stop {
      void stop() throws Exception;
    }
  }

  S3ContractTest(Server server) {
    this.server = server;
    s3 = ContractClient.of(server.endpoint(), RequestChecksumCalculation.WHEN_SUPPORTED);
    plain = ContractClient.of(server.endpoint(), RequestChecksumCalculation.WHEN_REQUIRED);
  }

  @BeforeEach
  void createBucket() {
    bucket = "contract-" + buckets.incrementAndGet();
    s3.createBucket(b -> b.bucket(bucket));
  }

  @AfterAll
  void stop() throws Exception {
    s3.close();
    plain.close();
    server.stop().stop();
  }

  @Override
  public URI endpoint() {
    return server.endpoint();
  }

  @Override
  public S3Client s3() {
    return s3;
  }

  @Override
  public S3Client plain() {
    return plain;
  }

  @Override
  public String bucket() {
    return bucket;
  }
}
