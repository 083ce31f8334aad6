package dev.hikkoshi.stack;

import dev.hikkoshi.common.ledger.UnitRows;
import dev.hikkoshi.common.queue.Queues;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.CfnDeletionPolicy;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.dynamodb.CfnTable;
import software.amazon.awscdk.services.s3.CfnBucket;
import software.amazon.awscdk.services.sqs.CfnQueue;

/// What outlives tasks: the queues, the ledger, and the bucket of items larger than a message.
final class Storage {
  /// The queues, by the environment variables that name them; the part of `HIKKOSHI_…_QUEUE`.
  static final List<String> QUEUES = List.of("splits", "work", "retry", "dead");

  private static final Duration RETENTION = Duration.ofDays(14);

  final Map<String, CfnQueue> queues = new LinkedHashMap<>();
  final CfnTable ledger;
  final CfnBucket payloads;

  Storage(Stack stack) {
    for (String queue : QUEUES) {
      queues.put(queue, queue(stack, queue));
    }
    ledger = ledger(stack);
    payloads = payloads(stack);
  }

  CfnQueue queue(String name) {
    return Objects.requireNonNull(queues.get(name), name);
  }

  private static CfnQueue queue(Stack stack, String name) {
    return CfnQueue.Builder.create(
            stack, Character.toUpperCase(name.charAt(0)) + name.substring(1) + "Queue")
        .queueName(Fn.sub("${AWS::StackName}-" + name))
        .sqsManagedSseEnabled(true)
        .visibilityTimeout(Queues.VISIBILITY.toSeconds())
        .messageRetentionPeriod(RETENTION.toSeconds())
        // Moving a message away after so many receives would lose units in an outage.
        .redriveAllowPolicy(Map.of("redrivePermission", "denyAll"))
        .build();
  }

  private static CfnTable ledger(Stack stack) {
    var table =
        CfnTable.Builder.create(stack, "Ledger")
            .tableName(Fn.sub("${AWS::StackName}-ledger"))
            .billingMode("PAY_PER_REQUEST")
            .attributeDefinitions(List.of(attribute("pk"), attribute("sk")))
            .keySchema(List.of(key("pk", "HASH"), key("sk", "RANGE")))
            .timeToLiveSpecification(
                CfnTable.TimeToLiveSpecificationProperty.builder()
                    .attributeName(UnitRows.EXPIRES)
                    .enabled(true)
                    .build())
            .pointInTimeRecoverySpecification(
                CfnTable.PointInTimeRecoverySpecificationProperty.builder()
                    .pointInTimeRecoveryEnabled(true)
                    .build())
            .sseSpecification(CfnTable.SSESpecificationProperty.builder().sseEnabled(true).build())
            .build();
    table.getCfnOptions().setDeletionPolicy(CfnDeletionPolicy.RETAIN);
    table.getCfnOptions().setUpdateReplacePolicy(CfnDeletionPolicy.RETAIN);
    return table;
  }

  private static CfnTable.AttributeDefinitionProperty attribute(String name) {
    return CfnTable.AttributeDefinitionProperty.builder()
        .attributeName(name)
        .attributeType("S")
        .build();
  }

  private static CfnTable.KeySchemaProperty key(String name, String type) {
    return CfnTable.KeySchemaProperty.builder().attributeName(name).keyType(type).build();
  }

  private static CfnBucket payloads(Stack stack) {
    var bucket =
        CfnBucket.Builder.create(stack, "Payloads")
            .bucketName(Fn.sub("${AWS::StackName}-payloads-${AWS::AccountId}-${AWS::Region}"))
            .bucketEncryption(
                CfnBucket.BucketEncryptionProperty.builder()
                    .serverSideEncryptionConfiguration(
                        List.of(
                            CfnBucket.ServerSideEncryptionRuleProperty.builder()
                                .serverSideEncryptionByDefault(
                                    CfnBucket.ServerSideEncryptionByDefaultProperty.builder()
                                        .sseAlgorithm("AES256")
                                        .build())
                                .build()))
                    .build())
            .publicAccessBlockConfiguration(
                CfnBucket.PublicAccessBlockConfigurationProperty.builder()
                    .blockPublicAcls(true)
                    .blockPublicPolicy(true)
                    .ignorePublicAcls(true)
                    .restrictPublicBuckets(true)
                    .build())
            .ownershipControls(
                CfnBucket.OwnershipControlsProperty.builder()
                    .rules(
                        List.of(
                            CfnBucket.OwnershipControlsRuleProperty.builder()
                                .objectOwnership("BucketOwnerEnforced")
                                .build()))
                    .build())
            // As long as SQS keeps the message that points there.
            .lifecycleConfiguration(
                CfnBucket.LifecycleConfigurationProperty.builder()
                    .rules(
                        List.of(
                            CfnBucket.RuleProperty.builder()
                                .id("abandoned")
                                .status("Enabled")
                                .prefix("payloads/")
                                .expirationInDays(RETENTION.toDays())
                                .build()))
                    .build())
            .build();
    bucket.getCfnOptions().setDeletionPolicy(CfnDeletionPolicy.RETAIN);
    bucket.getCfnOptions().setUpdateReplacePolicy(CfnDeletionPolicy.RETAIN);
    return bucket;
  }
}
