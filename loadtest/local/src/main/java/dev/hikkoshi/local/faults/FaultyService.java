package dev.hikkoshi.local.faults;

import com.fasterxml.jackson.annotation.JsonProperty;

/// What faults are injected into.
public enum FaultyService {
  /// Names are tables.
  @JsonProperty("dynamodb")
  DYNAMODB("dynamodb"),
  /// Names are queues.
  @JsonProperty("sqs")
  SQS("sqs"),
  /// Only GetObject; names are `bucket/key`.
  @JsonProperty("s3")
  S3("s3");

  private final String spelling;

  FaultyService(String spelling) {
    this.spelling = spelling;
  }

  /// As in a file.
  public String spelling() {
    return spelling;
  }
}
