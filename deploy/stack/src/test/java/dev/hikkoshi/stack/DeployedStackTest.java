package dev.hikkoshi.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hikkoshi.local.EmbeddedAws;
import dev.hikkoshi.local.ecs.Ecs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// What the template describes, on an embedded AWS: its queues, ledger and bucket, and its services
/// as processes with the environment and the command of their task definitions, scaled by a run
/// that is the runbook's task.
class DeployedStackTest {
  private static final int ITEMS = 100;

  /// Nothing answers there: a fleet moves without its metrics too.
  private static final String NOBODY = "http://127.0.0.1:9";

  private final JsonNode template = Synthesized.template();
  private final AtomicInteger started = new AtomicInteger();
  private final List<Process> stopped = new CopyOnWriteArrayList<>();
  private final List<Process> processes = new CopyOnWriteArrayList<>();
  @TempDir private Path folder;

  @Test
  void movesATable() throws Exception {
    try (var aws = EmbeddedAws.start();
        Ecs ecs =
            Ecs.start(
                "hikkoshi",
                Map.of(
                    "hikkoshi-producer", () -> task(aws, "ProducerTask"),
                    "hikkoshi-worker", () -> task(aws, "WorkerTask")))) {
      create(aws);
      Path file = folder.resolve("users.yaml");
      Files.writeString(
          file,
          """
          name: users
          source: { table: "%s", export-to: s3://exports/night }
          destination: { table: moved, create: like-source }
          fleet: { ecs: { cluster: hikkoshi, producer-service: hikkoshi-producer, worker-service: hikkoshi-worker, producers: 1, workers: 2 } }
          """
              .formatted(source(aws)));
      JsonNode container = container("RunbookTask");
      var settings = environment(container);
      settings.putAll(aws.environment());
      settings.putAll(ecs.environment());
      List<String> command =
          StreamSupport.stream(container.path("Command").spliterator(), false)
              .map(argument -> argument.asText().replace(Tasks.FILE, file.toString()))
              .toList();
      Process run = start("run", settings, command);
      assertThat(run.waitFor(180, TimeUnit.SECONDS)).isTrue();
      assertThat(run.exitValue()).as(Files.readString(folder.resolve("run.err"))).isZero();
      assertThat(ecs.service("hikkoshi-producer").most()).isEqualTo(1);
      assertThat(ecs.service("hikkoshi-worker").most()).isEqualTo(2);
      assertThat(ecs.service("hikkoshi-worker").desired()).isZero();
      try (var dynamoDb = dynamoDb(aws)) {
        assertThat(dynamoDb.scan(r -> r.tableName("moved")).count()).isEqualTo(ITEMS);
      }
    } finally {
      processes.forEach(Process::destroyForcibly);
    }
    // Told to stop, they drained.
    assertThat(stopped).hasSize(3).allMatch(process -> process.exitValue() == 0);
  }

  private static <B extends AwsClientBuilder<B, C>, C> C client(
      EmbeddedAws aws, String service, B builder) {
    return builder
        .endpointOverride(
            URI.create(
                Optional.ofNullable(aws.environment().get("AWS_ENDPOINT_URL_" + service))
                    .orElseThrow()))
        .region(Region.US_EAST_1)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .build();
  }

  private static DynamoDbClient dynamoDb(EmbeddedAws aws) {
    return client(aws, "DYNAMODB", DynamoDbClient.builder());
  }

  /// A table that can be exported, and the bucket it is exported to.
  ///
  /// @return its ARN
  private static String source(EmbeddedAws aws) {
    try (var dynamoDb = dynamoDb(aws);
        S3Client s3 = client(aws, "S3", S3Client.builder().forcePathStyle(true))) {
      s3.createBucket(r -> r.bucket("exports"));
      String arn =
          dynamoDb
              .createTable(r ->
                  r.tableName("users")
                      .billingMode(BillingMode.PAY_PER_REQUEST)
                      .keySchema(
                          KeySchemaElement.builder()
                              .attributeName("id")
                              .keyType(KeyType.HASH)
                              .build())
                      .attributeDefinitions(
                          AttributeDefinition.builder()
                              .attributeName("id")
                              .attributeType(ScalarAttributeType.S)
                              .build()))
              .tableDescription()
              .tableArn();
      dynamoDb.updateContinuousBackups(r ->
          r.tableName("users")
              .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(true)));
      for (int i = 0; i < ITEMS; i++) {
        var item = Map.of("id", AttributeValue.fromS("user " + i));
        dynamoDb.putItem(r -> r.tableName("users").item(item));
      }
      return arn;
    }
  }

  /// The template's resources.
  private void create(EmbeddedAws aws) {
    try (var dynamoDb = dynamoDb(aws);
        SqsClient sqs = client(aws, "SQS", SqsClient.builder());
        S3Client s3 = client(aws, "S3", S3Client.builder().forcePathStyle(true))) {
      for (JsonNode queue : Synthesized.ofType("AWS::SQS::Queue").values()) {
        sqs.createQueue(r ->
            r.queueName(text(queue.path("QueueName")))
                .attributes(
                    Map.of(
                        QueueAttributeName.VISIBILITY_TIMEOUT,
                        queue.path("VisibilityTimeout").asText(),
                        QueueAttributeName.MESSAGE_RETENTION_PERIOD,
                        queue.path("MessageRetentionPeriod").asText())));
      }
      for (JsonNode table : Synthesized.ofType("AWS::DynamoDB::Table").values()) {
        var keys = new ArrayList<KeySchemaElement>();
        table
            .path("KeySchema")
            .forEach(each ->
                keys.add(
                    KeySchemaElement.builder()
                        .attributeName(each.path("AttributeName").asText())
                        .keyType(each.path("KeyType").asText())
                        .build()));
        var attributes = new ArrayList<AttributeDefinition>();
        table
            .path("AttributeDefinitions")
            .forEach(each ->
                attributes.add(
                    AttributeDefinition.builder()
                        .attributeName(each.path("AttributeName").asText())
                        .attributeType(each.path("AttributeType").asText())
                        .build()));
        dynamoDb.createTable(r ->
            r.tableName(text(table.path("TableName")))
                .billingMode(table.path("BillingMode").asText())
                .keySchema(keys)
                .attributeDefinitions(attributes));
      }
      for (JsonNode bucket : Synthesized.ofType("AWS::S3::Bucket").values()) {
        s3.createBucket(r -> r.bucket(text(bucket.path("BucketName"))));
      }
    }
  }

  private AutoCloseable task(EmbeddedAws aws, String definition) {
    JsonNode container = container(definition);
    var settings = environment(container);
    settings.putAll(aws.environment());
    settings.put("AWS_ENDPOINT_URL_CLOUDWATCH", NOBODY);
    // Only a task has a network of its own.
    settings.remove("HIKKOSHI_METRICS_PORT");
    try {
      Process process =
          start(
              definition + started.incrementAndGet(),
              settings,
              Synthesized.texts(container.path("Command")).toList());
      return () -> {
        process.destroy();
        if (process.waitFor(60, TimeUnit.SECONDS)) {
          stopped.add(process);
        }
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process start(String name, Map<String, String> settings, List<String> command)
      throws IOException {
    var line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.hikkoshi.runbook.Main"));
    line.addAll(command);
    var builder = new ProcessBuilder(line);
    builder.environment().putAll(settings);
    builder.redirectOutput(folder.resolve(name + ".out").toFile());
    builder.redirectError(folder.resolve(name + ".err").toFile());
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  private static JsonNode container(String definition) {
    return Synthesized.properties(definition).path("ContainerDefinitions").path(0);
  }

  private Map<String, String> environment(JsonNode container) {
    var environment = new HashMap<String, String>();
    container
        .path("Environment")
        .forEach(each -> environment.put(each.path("Name").asText(), text(each.path("Value"))));
    return environment;
  }

  /// What CloudFormation makes of a value: the names of resources, the defaults of parameters.
  private String text(JsonNode value) {
    if (value.has("Fn::Sub")) {
      return value
          .path("Fn::Sub")
          .asText()
          .replace("${AWS::StackName}", "hikkoshi")
          .replace("${AWS::AccountId}", "000000000000")
          .replace("${AWS::Region}", "us-east-1");
    }
    JsonNode attribute = value.path("Fn::GetAtt");
    if (!attribute.isMissingNode()) {
      return text(
          Synthesized.properties(attribute.path(0).asText()).path(attribute.path(1).asText()));
    }
    if (!value.has("Ref")) {
      return value.asText();
    }
    String id = value.path("Ref").asText();
    JsonNode properties = Synthesized.properties(id);
    return switch (template.path("Resources").path(id).path("Type").asText()) {
      case "AWS::DynamoDB::Table" -> text(properties.path("TableName"));
      case "AWS::S3::Bucket" -> text(properties.path("BucketName"));
      case "AWS::SNS::Topic" ->
          "arn:aws:sns:us-east-1:000000000000:" + text(properties.path("TopicName"));
      default -> template.path("Parameters").path(id).path("Default").asText();
    };
  }
}
