package dev.hikkoshi.runbook.plan;

import java.util.Arrays;
import java.util.Optional;

/// Something AWS charges for.
public enum Price {
  WRITE_UNITS("dynamodb-write-units-million", 1e6),
  READ_UNITS("dynamodb-read-units-million", 1e6),
  PROVISIONED_WRITES("dynamodb-provisioned-write-unit-hour", 1),
  PROVISIONED_READS("dynamodb-provisioned-read-unit-hour", 1),
  WARM_WRITES("dynamodb-warm-write-unit", 1),
  EXPORT("dynamodb-export-gb", 1L << 30),
  IMPORT("dynamodb-import-gb", 1L << 30),
  SQS_REQUESTS("sqs-requests-million", 1e6),
  S3_WRITES("s3-put-copy-list-thousand", 1e3),
  S3_READS("s3-get-thousand", 1e3),
  FARGATE_CPU("fargate-vcpu-hour", 1),
  FARGATE_MEMORY("fargate-gb-hour", 1),
  ENDPOINT("vpc-interface-endpoint-hour", 1),
  ENDPOINT_TRAFFIC("vpc-interface-endpoint-gb", 1L << 30),
  TABLE_STORAGE("dynamodb-storage-gb-month", 1L << 30),
  S3_STORAGE("s3-storage-gb-month", 1L << 30);

  private final String spelling;
  private final double per;

  Price(String spelling, double per) {
    this.spelling = spelling;
    this.per = per;
  }

  /// As a price file has it.
  String spelling() {
    return spelling;
  }

  /// How much of it costs its price: a million requests, 2^30 bytes, one unit for an hour.
  public double per() {
    return per;
  }

  static Optional<Price> of(String spelling) {
    return Arrays.stream(values()).filter(price -> price.spelling.equals(spelling)).findFirst();
  }
}
