package dev.hikkoshi.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazon.sqs.javamessaging.AmazonSQSExtendedClient;
import com.amazon.sqs.javamessaging.SQSConnectionFactory;
import com.fasterxml.jackson.databind.JsonNode;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.producer.Producer;
import dev.hikkoshi.runbook.Runbook;
import dev.hikkoshi.worker.Worker;
import io.micrometer.cloudwatch2.CloudWatchMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.payloadoffloading.S3Dao;

/// No role may do what the code of its tasks never asks for.
class RolesTest {
  /// What IAM knows no resource for.
  private static final Set<String> WITHOUT_RESOURCE =
      Set.of("ecr:GetAuthorizationToken", "cloudwatch:PutMetricData");

  /// Asked for only where the endpoint is not AWS.
  private static final Set<String> NOT_ON_AWS =
      Set.of("dynamodb:CreateTable", "sqs:CreateQueue", "s3:CreateBucket");

  private static Stream<JsonNode> statements(String role) {
    var policies = Stream.<JsonNode>builder();
    Synthesized.properties(role)
        .path("Policies")
        .forEach(policy -> policies.add(policy.path("PolicyDocument")));
    Synthesized.ofType("AWS::IAM::RolePolicy").values().stream()
        .filter(policy -> policy.path("RoleName").path("Ref").asText().equals(role))
        .forEach(policy -> policies.add(policy.path("PolicyDocument")));
    return policies
        .build()
        .flatMap(document -> StreamSupport.stream(document.path("Statement").spliterator(), false));
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
