package dev.hikkoshi.common.aws;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/// AWS as one principal may use it. Thread-safe; closed with the [Clients] it is of.
public interface Account {
  /// Control calls.
  DynamoDbClient dynamoDb();

  /// Reads of exports.
  S3Client s3();

  /// Copies and removals of objects, and what reading they need. Every request is sent once:
  /// whoever uses it sees each refusal and decides.
  CopyClients copies();

  /// The hot path's client. May be asked for once [Clients#dynamoDb] has sent a request.
  RawDynamoDb rawDynamoDb();
}
