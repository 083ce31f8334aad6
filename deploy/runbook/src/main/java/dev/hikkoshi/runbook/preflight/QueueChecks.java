package dev.hikkoshi.runbook.preflight;

import dev.hikkoshi.common.ledger.Heartbeat;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.queue.Payloads;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.worker.pace.FleetShare;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/// What the fleet shares: ledger, queues, payload bucket.
final class QueueChecks {
  private static final String LEDGER = "ledger";

  /// Who lives has beaten meanwhile.
  private static final Duration BETWEEN_BEATS = FleetShare.INTERVAL.multipliedBy(2);

  private final Services services;
  private final MigrationFile file;
  private final String ledgerTable;
  private final List<Check> checks;
  private final Tried tried;

  /// @param ledgerTable its name
  QueueChecks(Services services, MigrationFile file, String ledgerTable, List<Check> checks) {
    this.services = services;
    this.file = file;
    this.ledgerTable = ledgerTable;
    this.checks = checks;
    this.tried = new Tried(checks);
  }

  void look() throws InterruptedException {
    boolean ledger = ledger();
    try (SqsClient sqs = Preflight.aws(services).sqs().build()) {
      for (String queue : services.names().all()) {
        queue(sqs, queue, ledger);
      }
    }
    payloads();
  }

  /// @return whether it is there
  private boolean ledger() {
    boolean exists;
    try {
      exists = services.ledger().exists();
    } catch (SdkException e) {
      checks.add(Tried.failed(LEDGER, "dynamodb:DescribeTable", "the ledger", e));
      return false;
    }
    if (!exists) {
      checks.add(
          services.clients().isAws()
              ? Check.wrong(
                  LEDGER,
                  "the ledger table is missing in this account and region",
                  "deploy the stack first, or set HIKKOSHI_LEDGER_TABLE")
              : Check.ok(LEDGER, "the ledger is missing: 'run' creates it"));
      return false;
    }
    // A row that no migration has, under a condition that a row that is not there cannot meet.
    DynamoDbClient client = services.clients().dynamoDb();
    String table = ledgerTable;
    var key =
        Map.of(
            "pk", AttributeValue.fromS("preflight"),
            "sk", AttributeValue.fromS(UUID.randomUUID().toString()));
    tried.call(
        LEDGER,
        "dynamodb:UpdateItem",
        table,
        Set.of("ConditionalCheckFailedException"),
        () ->
            client.updateItem(r ->
                r.tableName(table)
                    .key(key)
                    .updateExpression("SET nothing = :n")
                    .conditionExpression("attribute_exists(pk)")
                    .expressionAttributeValues(Map.of(":n", AttributeValue.fromBool(true)))));
    tried.call(
        LEDGER,
        "dynamodb:GetItem",
        table,
        Set.of(),
        () -> client.getItem(r -> r.tableName(table).key(key)));
    return true;
  }

  private void queue(SqsClient sqs, String queue, boolean ledger) throws InterruptedException {
    String name = "queue " + queue;
    String url;
    try {
      url = sqs.getQueueUrl(r -> r.queueName(queue)).queueUrl();
    } catch (QueueDoesNotExistException e) {
      checks.add(
          services.clients().isAws()
              ? Check.wrong(name, "it is missing", "deploy the stack first, or name another one")
              : Check.ok(name, "it is missing: 'run' creates it"));
      return;
    } catch (SdkException e) {
      checks.add(Tried.failed(name, "sqs:GetQueueUrl", queue, e));
      return;
    }
    // SQS takes no such character, and there is no such receipt.
    tried.call(
        name,
        "sqs:SendMessage",
        queue,
        Set.of("InvalidMessageContents", "InvalidAttributeValue", "InvalidParameterValue"),
        () -> sqs.sendMessage(r -> r.queueUrl(url).messageBody("\u0001")));
    tried.call(
        name,
        "sqs:DeleteMessage",
        queue,
        Set.of("ReceiptHandleIsInvalid", "InvalidParameterValue"),
        () -> sqs.deleteMessage(r -> r.queueUrl(url).receiptHandle("preflight")));
    try {
      depth(sqs, name, queue, url, ledger);
    } catch (SdkException e) {
      checks.add(Tried.failed(name, "sqs:GetQueueAttributes", queue, e));
    }
  }

  /// Messages that nobody works on are left over from something that was given up.
  private void depth(SqsClient sqs, String name, String queue, String url, boolean ledger)
      throws InterruptedException {
    var counts =
        List.of(
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE);
    long depth =
        sqs
            .getQueueAttributes(r -> r.queueUrl(url).attributeNames(counts))
            .attributes()
            .values()
            .stream()
            .mapToLong(Long::parseLong)
            .sum();
    boolean ours = ledger && services.ledger().migrations().find(file.name()).isPresent();
    if (depth == 0 || ours || queue.equals(services.names().dead()) || (ledger && isManned())) {
      checks.add(Check.ok(name, depth + " messages in it"));
    } else {
      checks.add(
          Check.wrong(
              name,
              depth + " messages are left over in it, and no producer or worker is alive",
              "finish the migration they are of, or 'aws sqs purge-queue --queue-url "
                  + url
                  + "'"));
    }
  }

  /// Whether anybody's heart beats: rows alone may be of the dead.
  private boolean isManned() throws InterruptedException {
    List<Heartbeat> seen = beats();
    if (seen.isEmpty()) {
      return false;
    }
    services.time().sleep(BETWEEN_BEATS);
    return beats().stream()
        .anyMatch(now ->
            seen.stream()
                .noneMatch(then -> then.id().equals(now.id()) && then.beat() == now.beat()));
  }

  private List<Heartbeat> beats() {
    return Stream.of("worker", "producer")
        .flatMap(role -> services.ledger().fleet().all(role).stream())
        .toList();
  }

  private void payloads() {
    String name = "payload bucket";
    String bucket = services.payloads().bucket().orElse("");
    boolean listing = file.source().comparesWithListing();
    if (bucket.isEmpty() && listing) {
      checks.add(
          Check.wrong(
              name,
              Payloads.VARIABLE + " names none, and 'previous: destination' needs one",
              "set it for run, producers and workers"));
      return;
    }
    if (bucket.isEmpty()) {
      checks.add(
          Check.ok(
              name,
              Payloads.VARIABLE
                  + " names none: an item larger than a message stops the migration"));
      return;
    }
    try {
      services.clients().s3().headBucket(r -> r.bucket(bucket));
    } catch (NoSuchBucketException e) {
      checks.add(
          services.clients().isAws()
              ? Check.wrong(name, bucket + " is missing", "create it first")
              : Check.ok(name, bucket + " is missing: 'run' creates it"));
      return;
    } catch (SdkException e) {
      checks.add(Tried.failed(name, "s3:ListBucket", bucket, e));
      return;
    }
    var tries = new BucketTries(services.clients().s3(), checks);
    tries.write(name, bucket, "payloads/");
    if (listing) {
      tries.write(name, bucket, Payloads.listingsFolder(file.name()));
    }
  }
}
