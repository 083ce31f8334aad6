package dev.hikkoshi.bench.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hikkoshi.bench.acceptance.CallRecorder.Call;
import dev.hikkoshi.bench.demo.SdkSettings;
import dev.hikkoshi.local.EmbeddedAws;
import dev.hikkoshi.local.EmbeddedAwsSettings;
import dev.hikkoshi.local.dynamodb.RequestFilter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.s3.S3Client;

/// `policies` allows what a migration calls, and nothing that none does.
@EmbeddedOnly
class PoliciesTest {
  private static final String ACCOUNT = "000000000000";
  private static final String EXPORTS = "policies-exports";

  /// Allowed, and not called by the program itself in a run that goes well.
  private static final Map<String, String> NOT_CALLED =
      Map.of(
          "sqs:SendMessage", "over bytes, which the recorder does not see (DirectQueueTest)",
          "sqs:ReceiveMessage", "over bytes too",
          "sqs:DeleteMessage", "over bytes too",
          "sqs:ChangeMessageVisibility", "over bytes too",
          "sqs:GetQueueAttributes", "preflight looks at all queues, a run at some",
          "s3:ListBucketMultipartUploads", "after an interruption",
          "s3:PutObjectAcl", "DynamoDB asks for it when it exports",
          "dynamodb:TagResource", "CreateTable with tags asks for it",
          "s3:AbortMultipartUpload", "after an interruption, or by DynamoDB's export",
          "s3:ListMultipartUploadParts", "after an interruption");

  /// On AWS the stack creates these, and no run does.
  private static final Set<String> ONLY_OUTSIDE_AWS = Set.of("CreateQueue", "CreateBucket");

  private final Cloud cloud = Cloud.get();
  private final Properties before = (Properties) System.getProperties().clone();
  private final Set<Call> raw = ConcurrentHashMap.newKeySet();
  private EmbeddedAws aws;
  @TempDir private Path folder;

  @BeforeEach
  void start() throws IOException {
    RequestFilter recorder =
        (request, next) -> {
          // The hot path goes past the SDK's clients.
          if (request.operation().equals("BatchWriteItem") || request.operation().equals("Scan")) {
            raw.add(new Call("worker", "dynamodb", request.operation(), "policies-made", ""));
          } else if (request.operation().equals("UpdateItem")
              && new String(request.body(), UTF_8).contains("\"hikkoshi-ledger\"")) {
            raw.add(new Call("", "dynamodb", "UpdateItem", "hikkoshi-ledger", ""));
          }
          return next.handle(request);
        };
    aws = EmbeddedAws.start(EmbeddedAwsSettings.defaults().withFilters(List.of(recorder)));
    SdkSettings.use(aws.environment());
  }

  @AfterEach
  void stop() {
    System.setProperties(before);
    aws.close();
  }

  @Test
  void allowsWhatAMigrationOfATableCallsAndNothingElse() {
    String arn;
    try (var client = DynamoDbClient.create();
        var s3 = S3Client.create()) {
      s3.createBucket(r -> r.bucket(EXPORTS));
      var tables = new SourceTables(client);
      arn = tables.create("policies-source", "id", ScalarAttributeType.S);
      client.updateTable(r ->
          r.tableName("policies-source")
              .streamSpecification(
                  s -> s.streamEnabled(true).streamViewType(StreamViewType.KEYS_ONLY)));
      client.updateTimeToLive(r ->
          r.tableName("policies-source")
              .timeToLiveSpecification(t -> t.attributeName("ttl").enabled(true)));
      client.tagResource(
          r -> r.resourceArn(arn).tags(Tag.builder().key("team").value("x").build()));
      for (int i = 0; i < 20; i++) {
        var item = Map.of("id", AttributeValue.fromS("k" + i));
        client.putItem(r -> r.tableName("policies-source").item(item));
      }
    }
    String file =
        new MigrationFiles(folder)
            .write(
                "policies-table",
                "name: policies-table\nsource: { table: '"
                    + arn
                    + "', export-to: 's3://policies-exports/night' }\ndestination: { table: policies-made, create: like-source }\n");
    Set<Call> calls = recorded(file);
    calls.addAll(raw);
    assertExact(policies(file), calls);
  }

  @Test
  void allowsWhatAMigrationOfABucketCallsAndNothingElse() {
    try (var s3 = S3Client.create()) {
      s3.createBucket(r -> r.bucket("policies-from"));
      s3.createBucket(r -> r.bucket("policies-to"));
      for (int i = 0; i < 5; i++) {
        String key = "in/" + i;
        s3.putObject(r -> r.bucket("policies-from").key(key), RequestBody.fromString("x" + i));
      }
      s3.putObject(
          r -> r.bucket("policies-from").key("in/large").tagging("a=b"),
          RequestBody.fromBytes(new byte[6 << 20]));
    }
    String file =
        new MigrationFiles(folder)
            .write(
                "policies-bucket",
                "name: policies-bucket\nsource: { s3-bucket: 's3://policies-from/in/' }\ndestination: { bucket: policies-to, prefix: moved/, multipart-threshold: 5MiB, part-size: 5MiB }\n");
    assertExact(policies(file), recorded(file));
  }

  @Test
  void allowsToReadAndListVersionsWhereAllOfThemAreMoved() {
    String file =
        new MigrationFiles(folder)
            .write(
                "policies-versions",
                """
                name: policies-versions
                source: { s3-bucket: 's3://from/' }
                versions: all
                destination: { bucket: into }
                """);
    JsonNode policies = policies(file);
    assertThat(policies.path("worker").toString())
        .contains(
            "s3:GetObjectVersion",
            "s3:GetObjectVersionTagging",
            "s3:ListBucketVersions",
            "s3:DeleteObject");
    assertThat(policies.path("runbook").toString())
        .contains("s3:ListBucketVersions", "s3:GetBucketVersioning");
  }

  /// Allowed for those services and that topic alone; EcsFleetTest and RunStepsTest show that they
  /// are asked.
  @Test
  void allowsToScaleTheServicesOfTheFileAndToTellItsTopic() {
    String file =
        new MigrationFiles(folder)
            .write(
                "policies-asked",
                """
                name: policies-asked
                source: { s3-bucket: 's3://from/' }
                destination: { bucket: into }
                fleet: { ecs: { cluster: night, producer-service: p, worker-service: w, producers: 1, workers: 2 } }
                notify: 'arn:aws:sns:eu-west-1:444455556666:done'
                log: s3://logs/nights/
                """);
    assertThat(policies(file).path("runbook").toString())
        .contains(
            "ecs:UpdateService",
            ":service/night/p",
            ":service/night/w",
            "application-autoscaling:RegisterScalableTarget",
            "arn:aws:s3:::logs/nights/*",
            "sns:Publish",
            "arn:aws:sns:eu-west-1:444455556666:done");
    assertThat(policies(file).path("worker").toString()).doesNotContain("ecs:", "sns:");
  }

  @Test
  void saysWhomTheRolesTrustAndWhatTheKeyAllows() {
    String file =
        new MigrationFiles(folder)
            .write(
                "policies-roles",
                """
                name: policies-roles
                source: { s3-bucket: 's3://from/', role: 'arn:aws:iam::111122223333:role/read', external-id: ours }
                destination: { bucket: into, kms-key: 'arn:aws:kms:eu-west-1:444455556666:key/k', acl: bucket-owner-full-control }
                """);
    JsonNode policies = policies(file);
    assertThat(policies.at("/sourceRole/trust/Statement/0/Condition/StringEquals").toString())
        .isEqualTo("{\"sts:ExternalId\":\"ours\"}");
    assertThat(policies.at("/sourceRole/trust/Statement/0/Principal/AWS").toString())
        .contains(ACCOUNT + ":role/hikkoshi-producer", ACCOUNT + ":role/hikkoshi-runbook")
        .doesNotContain("worker");
    assertThat(policies.path("producer").toString()).contains("sts:AssumeRole");
    assertThat(policies.at("/bucketPolicies/from").toString())
        .contains("role/read", "hikkoshi-worker");
    assertThat(policies.path("keyPolicies").toString()).contains("kms:GenerateDataKey");
    assertThat(policies.path("worker").toString()).contains("s3:PutObjectAcl", "kms:Decrypt");
    assertThat(policies.toString()).doesNotContain("\"*\"", ":*\"");
  }

  private Set<Call> recorded(String file) {
    CallRecorder.start();
    var run = cloud.hikkoshi("run", file);
    Set<Call> calls = new HashSet<>(CallRecorder.stop());
    assertThat(run.exit()).as(run.json().toString()).isZero();
    return calls;
  }

  private JsonNode policies(String file) {
    var answer = cloud.hikkoshi("policies", file, "--account", ACCOUNT);
    assertThat(answer.exit()).as(answer.json().toString()).isZero();
    return answer.json();
  }

  private void assertExact(JsonNode policies, Set<Call> calls) {
    List<Allowed> allowed = new ArrayList<>();
    for (String principal : List.of("producer", "worker", "runbook")) {
      for (JsonNode statement : policies.path(principal).path("policy").path("Statement")) {
        for (JsonNode action : statement.path("Action")) {
          for (JsonNode resource : statement.path("Resource")) {
            allowed.add(new Allowed(principal, action.asText(), resource.asText()));
          }
        }
      }
    }
    var missing = new TreeSet<String>();
    Set<Allowed> used = new HashSet<>();
    for (Call call : calls) {
      for (Need need : needs(call)) {
        List<Allowed> by = allowed.stream().filter(each -> each.covers(need)).toList();
        used.addAll(by);
        boolean may =
            by.stream()
                .anyMatch(each ->
                    call.principal().isEmpty() || each.principal().equals(call.principal()));
        if (!may) {
          missing.add(call.principal() + " " + need);
        }
      }
    }
    assertThat(missing).as("called and not allowed").isEmpty();
    assertThat(
            allowed.stream()
                .filter(each -> !used.contains(each) && !NOT_CALLED.containsKey(each.action()))
                .filter(each ->
                    !each.resource().contains("policies-exports/night")
                        || !each.action().equals("s3:PutObject")))
        .as("allowed and never called")
        .isEmpty();
  }

  private static List<Need> needs(Call call) {
    String operation = call.operation();
    if (ONLY_OUTSIDE_AWS.contains(operation)
        || call.target().equals("hikkoshi-payloads")
        || (operation.equals("CreateTable") && call.target().equals("hikkoshi-ledger"))) {
      return List.of();
    }
    return switch (call.service()) {
      case "dynamodb" -> List.of(new Need("dynamodb:" + operation, call.target()));
      case "sqs" ->
          List.of(
              new Need(
                  "sqs:" + operation.replaceFirst("Batch$", ""),
                  call.target().substring(call.target().lastIndexOf('/') + 1)));
      case "s3" -> objects(call);
      default -> throw new IllegalStateException("unknown service: " + call);
    };
  }

  private static List<Need> objects(Call call) {
    String to = call.target();
    return switch (call.operation()) {
      case "HeadObject", "GetObject" -> needs(to, "s3:GetObject");
      case "GetObjectTagging" -> needs(to, "s3:GetObjectTagging");
      case "HeadBucket", "ListObjectsV2" -> needs(to, "s3:ListBucket");
      case "CopyObject" ->
          Stream.concat(
                  needs(call.from(), "s3:GetObject", "s3:GetObjectTagging").stream(),
                  needs(to, "s3:PutObject", "s3:PutObjectTagging").stream())
              .toList();
      case "UploadPartCopy" ->
          Stream.concat(
                  needs(call.from(), "s3:GetObject").stream(), needs(to, "s3:PutObject").stream())
              .toList();
      case "CreateMultipartUpload" ->
          to.equals(EXPORTS)
              ? needs(to, "s3:PutObject") // without tags
              : needs(to, "s3:PutObject", "s3:PutObjectTagging");
      // The last two: DynamoDB, as it exports in the caller's name.
      case "CompleteMultipartUpload", "PutObject", "UploadPart" -> needs(to, "s3:PutObject");
      case "ListMultipartUploads" -> needs(to, "s3:ListBucketMultipartUploads");
      case "ListParts" -> needs(to, "s3:ListMultipartUploadParts");
      case "AbortMultipartUpload" -> needs(to, "s3:AbortMultipartUpload");
      default -> throw new IllegalStateException("unknown operation: " + call);
    };
  }

  private static List<Need> needs(String bucket, String... actions) {
    return Stream.of(actions).map(action -> new Need(action, bucket)).toList();
  }

  /// @param on the name, or the ARN
  private record Need(String action, String on) {}

  private record Allowed(String principal, String action, String resource) {
    /// Whether it is the same action on the same table, queue or bucket.
    boolean covers(Need need) {
      if (!action.equals(need.action)) {
        return false;
      }
      String bare = resource.replaceFirst("^arn:aws:s3:::", "").replaceFirst("/.*", "");
      return need.on.startsWith("arn:")
          ? need.on.equals(resource)
              || (resource.endsWith("*")
                  && need.on.startsWith(resource.substring(0, resource.length() - 1)))
          : action.startsWith("s3:")
              ? bare.equals(need.on)
              : resource.endsWith(":" + need.on) || resource.endsWith("/" + need.on);
    }
  }
}
