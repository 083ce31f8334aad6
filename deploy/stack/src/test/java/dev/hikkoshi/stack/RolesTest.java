package dev.hikkoshi.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.sqs.javamessaging.AmazonSQSExtendedClient;
import com.amazon.sqs.javamessaging.SQSConnectionFactory;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.migration.MigrationFileReader;
import dev.hikkoshi.common.queue.QueueNames;
import dev.hikkoshi.producer.Producer;
import dev.hikkoshi.runbook.Runbook;
import dev.hikkoshi.runbook.policies.Names;
import dev.hikkoshi.runbook.policies.Policies;
import dev.hikkoshi.worker.Worker;
import io.micrometer.cloudwatch2.CloudWatchMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.payloadoffloading.S3Dao;

/// No role may do what the code of its tasks never asks for.
class RolesTest {
  /// What IAM knows no resource for.
  private static final Set<String> WITHOUT_RESOURCE =
      Set.of(
          "ecr:GetAuthorizationToken",
          "cloudwatch:PutMetricData",
          "application-autoscaling:DescribeScalableTargets");

  /// Asked for only where the endpoint is not AWS.
  private static final Set<String> NOT_ON_AWS =
      Set.of("dynamodb:CreateTable", "sqs:CreateQueue", "s3:CreateBucket");

  /// What every task does and no migration.
  private static final Set<String> OF_TASKS =
      Set.of("cloudwatch:PutMetricData", "ecs:UpdateTaskProtection");

  /// The same resource in the template and as an ARN. A bare `*` is AWS's.
  private static final Pattern THING =
      Pattern.compile(
          "(?i)splits|work(?=queue|\\W)|retry|dead|ledger|payloads|producer|worker|topic|scalable-target|\"\\*\"");

  private static final String MIGRATION =
      """
      name: users
      source: { dynamodb-export: s3://exports/AWSDynamoDB/01700000000000-abcdef12/ }
      destination: { table: users }
      fleet: { ecs: { cluster: c, producer-service: producer, worker-service: worker, producers: 1, workers: 2 } }
      notify: arn:aws:sns:eu-west-1:111122223333:topic
      """;

  private static final Names NAMES =
      new Names(
          "aws",
          "eu-west-1",
          "111122223333",
          "ledger",
          new QueueNames("splits", "work", "retry", "dead"),
          Optional.of("payloads"),
          "p",
          "w",
          "r");

  private static Stream<JsonNode> statements(String role) {
    return Stream.concat(
        own(role),
        Synthesized.ofType("AWS::IAM::RolePolicy").values().stream()
            .filter(policy -> policy.path("RoleName").path("Ref").asText().equals(role))
            .flatMap(RolesTest::of));
  }

  /// Without what only a parameter adds.
  private static Stream<JsonNode> own(String role) {
    return StreamSupport.stream(Synthesized.properties(role).path("Policies").spliterator(), false)
        .flatMap(RolesTest::of);
  }

  private static Stream<JsonNode> of(JsonNode policy) {
    return StreamSupport.stream(
        policy.path("PolicyDocument").path("Statement").spliterator(), false);
  }

  private static Set<String> allowed(String role) {
    var actions = new TreeSet<String>();
    statements(role)
        .forEach(statement -> Synthesized.texts(statement.path("Action")).forEach(actions::add));
    return actions;
  }

  private static Set<String> called(String role) throws IOException {
    var calls = new TreeSet<String>();
    for (Class<?> library :
        List.of(SQSConnectionFactory.class, AmazonSQSExtendedClient.class, S3Dao.class)) {
      calls.addAll(AwsCalls.of(library, ""));
    }
    calls.addAll(AwsCalls.of(Ledger.class, ""));
    Map<String, List<Class<?>>> own =
        Map.of(
            "ProducerRole", List.of(Producer.class, CloudWatchMeterRegistry.class),
            "WorkerRole", List.of(Worker.class, CloudWatchMeterRegistry.class),
            "RunbookRole", List.of(Producer.class, Worker.class));
    for (Class<?> module : own.getOrDefault(role, List.of())) {
      calls.addAll(AwsCalls.of(module, ""));
    }
    calls.addAll(
        AwsCalls.of(
            Runbook.class, role.equals("RunbookRole") ? "" : "dev/hikkoshi/runbook/service/"));
    return calls;
  }

  @ParameterizedTest
  @ValueSource(strings = {"ProducerRole", "WorkerRole", "RunbookRole"})
  void mayDoNothingThatItsCodeDoesNotCall(String role) throws IOException {
    Set<String> allowed = allowed(role);
    assertThat(allowed).contains("sqs:SendMessage", "dynamodb:UpdateItem", "sts:AssumeRole");
    assertThat(called(role)).containsAll(allowed);
  }

  /// The other way round, for what every task does: ledger, queues, payloads.
  @Test
  void mayDoWhatTheCodeOfAllTasksCalls() throws IOException {
    var allowed = new TreeSet<>(NOT_ON_AWS);
    for (String role : List.of("ProducerRole", "WorkerRole", "RunbookRole")) {
      allowed.addAll(allowed(role));
    }
    for (String part : List.of("ledger", "queue")) {
      Set<String> calls = AwsCalls.of(Ledger.class, "dev/hikkoshi/common/" + part + "/");
      calls.removeIf(
          call -> call.endsWith(":Builder") || call.endsWith(":Close") || call.endsWith(":Waiter"));
      assertThat(calls).isNotEmpty();
      assertThat(allowed).containsAll(calls);
    }
  }

  /// `policies` is held to the calls that migrations really make; here the stack is held to it.
  @ParameterizedTest
  @CsvSource({"ProducerRole, producer", "WorkerRole, worker", "RunbookRole, runbook"})
  void mayDoWithTheFleetsOwnThingsWhatPoliciesSays(String role, String name, @TempDir Path folder)
      throws IOException {
    Path file = folder.resolve("users.yaml");
    Files.writeString(file, MIGRATION);
    JsonNode policies =
        new Policies(new MigrationFileReader().read(file), NAMES, "").json().path(name);
    assertThat(grants(own(role)).filter(grant -> !OF_TASKS.contains(grant.replaceFirst(" .*", ""))))
        .containsExactlyInAnyOrderElementsOf(
            grants(
                    StreamSupport.stream(
                        policies.path("policy").path("Statement").spliterator(), false))
                .filter(grant -> !grant.endsWith(" "))
                .collect(Collectors.toSet()));
  }

  /// Each action with each of the fleet's things it is allowed on; nothing after the action for
  /// what is not the fleet's.
  private static Stream<String> grants(Stream<JsonNode> statements) {
    return statements.flatMap(statement ->
        Synthesized.texts(statement.path("Action"))
            .flatMap(action ->
                StreamSupport.stream(statement.path("Resource").spliterator(), false)
                    .map(resource -> action + " " + thing(resource.toString()))));
  }

  private static String thing(String resource) {
    Matcher matcher = THING.matcher(resource);
    return matcher.find() ? matcher.group().toLowerCase(Locale.ROOT) : "";
  }

  @Test
  void namesEveryResourceThatHasAName() {
    assertThat(Synthesized.ofType("AWS::IAM::Role")).hasSize(5);
    for (String role : Synthesized.ofType("AWS::IAM::Role").keySet()) {
      statements(role)
          .forEach(statement -> {
            List<String> actions = Synthesized.texts(statement.path("Action")).toList();
            assertThat(actions).as(role).noneMatch(action -> action.contains("*"));
            if (Synthesized.texts(statement.path("Resource")).anyMatch("*"::equals)) {
              assertThat(WITHOUT_RESOURCE).as(role).containsAll(actions);
            }
          });
    }
  }

  @Test
  void publishesMetricsInItsOwnNamespaceOnly() {
    for (String role : List.of("ProducerRole", "WorkerRole")) {
      assertThat(
              statements(role)
                  .filter(statement -> statement.toString().contains("cloudwatch:PutMetricData"))
                  .map(statement -> statement.path("Condition").toString()))
          .containsExactly(
              "{\"StringEquals\":{\"cloudwatch:namespace\":{\"Fn::Sub\":\"Hikkoshi/${AWS::StackName}\"}}}");
    }
  }
}
