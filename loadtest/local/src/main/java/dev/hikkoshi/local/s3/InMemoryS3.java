package dev.hikkoshi.local.s3;

import dev.hikkoshi.common.aws.VersionOrder;
import dev.hikkoshi.local.faults.Faults;
import dev.hikkoshi.local.s3.store.BucketStore;
import dev.hikkoshi.local.sts.Accounts;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/// An S3 of our own on the loopback interface, all in memory. Keys of any shape arrive exactly and
/// are listed in UTF-8 order; checksums, lengths and conditions are enforced; signatures are not
/// verified. What is not implemented is answered 501. Thread-safe.
public final class InMemoryS3 implements AutoCloseable {
  private static final int MAX_HEADER_BYTES = 64 * 1024;

  private final Server server;
  private final ServerConnector connector;
  private final ExecutorService requestThreads;
  private final CountedPartCopies partCopies;

  private InMemoryS3(int port, Clock clock, Faults faults, Accounts accounts, BucketLimits limits) {
    partCopies =
        new CountedPartCopies(
            new LimitedWrites(limits, new Routes(new BucketStore(), limits, clock)));
    requestThreads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("s3-", 0).factory());
    QueuedThreadPool selectors = new QueuedThreadPool(8);
    selectors.setName("s3-io");
    selectors.setDaemon(true);
    selectors.setVirtualThreadsExecutor(requestThreads);
    server = new Server(selectors);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(configuration()));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    server.setErrorHandler(new BadMessages());
    server.setHandler(
        new S3Handler(new OwnedBuckets(accounts, new FaultyReads(faults, partCopies))));
  }

  /// Starts an empty S3.
  ///
  /// @param port 0 for any that is free
  /// @throws IOException if the port is taken
  public static InMemoryS3 start(int port, Clock clock) throws IOException {
    return start(port, clock, Faults.none(), Accounts.NONE, BucketLimits.NONE);
  }

  /// Starts an empty S3 whose GetObject may go wrong.
  ///
  /// @param accounts who may use which bucket
  /// @param limits how much each bucket takes
  public static InMemoryS3 start(
      int port, Clock clock, Faults faults, Accounts accounts, BucketLimits limits)
      throws IOException {
    InMemoryS3 s3 = new InMemoryS3(port, clock, faults, accounts, limits);
    try {
      s3.server.start();
      return s3;
    } catch (Exception e) {
      s3.close();
      throw new IOException("cannot start the in-memory S3 on port " + port, e);
    }
  }

  /// Where clients with path-style access reach it.
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  /// How many times a part of an object was copied to there, or was asked to be.
  public long partCopies(String bucket, String key) {
    return partCopies.count(new Address(bucket, key));
  }

  /// A client for it, which is the caller's to close. Any credentials do.
  public S3Client client(String region, String accessKeyId, String secretAccessKey) {
    return S3Client.builder()
        .endpointOverride(endpoint())
        .region(Region.of(region))
        .credentialsProvider(
            StaticCredentialsProvider.create(
                AwsBasicCredentials.create(accessKeyId, secretAccessKey)))
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .overrideConfiguration(c -> c.addExecutionInterceptor(new VersionOrder()))
        .forcePathStyle(true)
        .httpClientBuilder(Apache5HttpClient.builder())
        .build();
  }

  /// Stops answering; everything stored is gone.
  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("cannot stop the in-memory S3", e);
    } finally {
      requestThreads.close();
    }
  }

  private static HttpConfiguration configuration() {
    HttpConfiguration configuration = new HttpConfiguration();
    configuration.setUriCompliance(UriCompliance.UNSAFE);
    // Otherwise Jetty answers Text/HTML with its own spelling of it.
    configuration.setHeaderCacheCaseSensitive(true);
    configuration.setRequestHeaderSize(MAX_HEADER_BYTES);
    configuration.setResponseHeaderSize(MAX_HEADER_BYTES);
    configuration.setSendServerVersion(false);
    return configuration;
  }
}
