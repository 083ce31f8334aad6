package dev.hikkoshi.common.aws;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// The AWS clients of one process, queues apart. Thread-safe.
public interface Clients extends AutoCloseable {
  /// Control calls.
  DynamoDbClient dynamoDb();

  /// Reads of exports.
  S3Client s3();

  /// Copies and removals of objects, and what reading they need. Every request is sent once:
  /// whoever uses it sees each refusal and decides.
  S3Client s3WithoutRetries();

  /// An SNS topic; its region is in its name.
  ///
  /// @param arn `arn:aws:sns:<region>:<account>:<name>`
  Topic topic(String arn);

  /// The hot path's client. May be asked for once [#dynamoDb] has sent a request.
  RawDynamoDb rawDynamoDb();

  /// Whether these talk to AWS itself, rather than to something compatible. May be asked once
  /// [#dynamoDb] has sent a request.
  boolean isAws();

  @Override
  void close();
}
