package dev.hikkoshi.bench.sink;

import dev.hikkoshi.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/// All sinks, each on a port of its own of 127.0.0.1.
public final class Sinks implements AutoCloseable {
  private final DynamoDbSink dynamoDb = new DynamoDbSink();
  private final S3Sink s3 = new S3Sink();
  private final CompletableFuture<URI> sqsEndpoint = new CompletableFuture<>();
  private final SqsSink sqs = new SqsSink(sqsEndpoint::join);
  private final LoopbackServer dynamoDbServer;
  private final LoopbackServer s3Server;
  private final LoopbackServer sqsServer;

  /// Starts them.
  public Sinks() throws IOException {
    dynamoDbServer = SinkHandler.serve("dynamodb-sink", dynamoDb);
    s3Server = SinkHandler.serve("s3-sink", s3);
    sqsServer = SinkHandler.serve("sqs-sink", sqs);
    sqsEndpoint.complete(sqsServer.endpoint());
  }

  public DynamoDbSink dynamoDb() {
    return dynamoDb;
  }

  public S3Sink s3() {
    return s3;
  }

  public SqsSink sqs() {
    return sqs;
  }

  /// The AWS SDK's variables with which a process uses them.
  public Map<String, String> environment() {
    return Map.of(
        "AWS_REGION",
        "us-east-1",
        "AWS_ACCESS_KEY_ID",
        "bench",
        "AWS_SECRET_ACCESS_KEY",
        "bench",
        "AWS_ENDPOINT_URL_DYNAMODB",
        dynamoDbServer.endpoint().toString(),
        "AWS_ENDPOINT_URL_S3",
        s3Server.endpoint().toString(),
        "AWS_ENDPOINT_URL_SQS",
        sqsServer.endpoint().toString());
  }

  @Override
  public void close() {
    dynamoDbServer.close();
    s3Server.close();
    sqsServer.close();
  }
}
