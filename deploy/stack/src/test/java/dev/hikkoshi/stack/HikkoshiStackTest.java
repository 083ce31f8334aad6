package dev.hikkoshi.stack;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.common.ledger.UnitRows;
import dev.hikkoshi.common.metrics.Metric;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/// Each property the stack promises.
class HikkoshiStackTest {
  private static final Pattern OUR_METRIC = Pattern.compile("hikkoshi\\.[a-z.]+");

  private static Template template;

  @BeforeAll
  static void make() {
    template = Template.fromString(Synthesized.template().toString());
  }

  private static Map<String, Object> named(String name) {
    return Map.of("Fn::Sub", "${AWS::StackName}-" + name);
  }

  @Test
  void isDeployableWithoutAnythingOfTheCdk() {
    JsonNode all = Synthesized.template();
    assertThat(all.path("Parameters").has("BootstrapVersion")).isFalse();
    assertThat(Synthesized.texts(all)).noneMatch(text -> text.contains("cdk-bootstrap"));
    assertThat(Synthesized.ofType("AWS::CDK::Metadata")).isEmpty();
    assertThat(all.toString().length()).isLessThan(51_200); // what fits without a bucket
  }

  @ParameterizedTest
  @ValueSource(strings = {"splits", "work", "retry", "dead"})
  void queuesAreEncryptedAndKeepMessagesTwoWeeks(String queue) {
    template.hasResourceProperties(
        "AWS::SQS::Queue",
        Map.of(
            "QueueName",
            named(queue),
            "SqsManagedSseEnabled",
            true,
            "VisibilityTimeout",
            30,
            "MessageRetentionPeriod",
            14 * 86_400,
            "RedrivePolicy",
            Match.absent(),
            "RedriveAllowPolicy",
            Map.of("redrivePermission", "denyAll")));
  }

  @Test
  void theLedgerIsOnDemandRecoverableAndKept() {
    template.hasResource(
        "AWS::DynamoDB::Table",
        Map.of(
            "DeletionPolicy",
            "Retain",
            "Properties",
            Match.objectLike(
                Map.of(
                    "BillingMode", "PAY_PER_REQUEST",
                    "TimeToLiveSpecification",
                        Map.of("AttributeName", UnitRows.EXPIRES, "Enabled", true),
                    "PointInTimeRecoverySpecification", Map.of("PointInTimeRecoveryEnabled", true),
                    "SSESpecification", Map.of("SSEEnabled", true),
                    "KeySchema",
                        List.of(
                            Map.of("AttributeName", "pk", "KeyType", "HASH"),
                            Map.of("AttributeName", "sk", "KeyType", "RANGE"))))));
  }

  @Test
  void thePayloadBucketIsPrivateAndForgets() {
    template.hasResourceProperties(
        "AWS::S3::Bucket",
        Map.of(
            "PublicAccessBlockConfiguration",
                Map.of(
                    "BlockPublicAcls", true,
                    "BlockPublicPolicy", true,
                    "IgnorePublicAcls", true,
                    "RestrictPublicBuckets", true),
            "LifecycleConfiguration",
                Map.of(
                    "Rules",
                    List.of(
                        Match.objectLike(Map.of("Prefix", "payloads/", "ExpirationInDays", 14))))));
  }

  @ParameterizedTest
  @CsvSource({"producer, produce", "worker, work", "runbook, run /tmp/migration.yaml --fleet ecs"})
  void tasksAreArmNonRootReadOnlyAndHaveTimeToDrain(String role, String command) {
    template.hasResourceProperties(
        "AWS::ECS::TaskDefinition",
        Map.of(
            "Family", named(role),
            "RequiresCompatibilities", List.of("FARGATE"),
            "RuntimePlatform", Map.of("CpuArchitecture", "ARM64", "OperatingSystemFamily", "LINUX"),
            "ContainerDefinitions",
                List.of(
                    Match.objectLike(
                        Map.of(
                            "Command",
                            List.of(command.split(" ", -1)),
                            "User",
                            "10001:10001",
                            "ReadonlyRootFilesystem",
                            true,
                            "StopTimeout",
                            120,
                            "LogConfiguration",
                            Match.objectLike(Map.of("LogDriver", "awslogs")))))));
  }

  @ParameterizedTest
  @ValueSource(strings = {"producer", "worker"})
  void servicesAreCheckedAndPublishMetrics(String role) {
    template.hasResourceProperties(
        "AWS::ECS::TaskDefinition",
        Map.of(
            "Family", named(role),
            "ContainerDefinitions",
                List.of(
                    Match.objectLike(
                        Map.of(
                            "HealthCheck",
                                Match.objectLike(
                                    Map.of(
                                        "Command",
                                        List.of("CMD", "/opt/hikkoshi/healthy", "9400"))),
                            "Environment",
                                Match.arrayWith(
                                    List.of(
                                        Map.of("Name", "HIKKOSHI_METRICS", "Value", "cloudwatch"),
                                        Map.of(
                                            "Name",
                                            "HIKKOSHI_METRICS_NAMESPACE",
                                            "Value",
                                            Map.of("Fn::Sub", "Hikkoshi/${AWS::StackName}")))))))));
  }

  @ParameterizedTest
  @CsvSource({"producer, Producers", "worker, Workers"})
  void servicesHaveTheirCountFromAParameterAndRollBack(String role, String parameter) {
    template.hasResourceProperties(
        "AWS::ECS::Service",
        Map.of(
            "ServiceName", named(role),
            "DesiredCount", Map.of("Ref", parameter),
            "DeploymentConfiguration",
                Match.objectLike(
                    Map.of("DeploymentCircuitBreaker", Map.of("Enable", true, "Rollback", true))),
            "NetworkConfiguration",
                Match.objectLike(
                    Map.of(
                        "AwsvpcConfiguration",
                        Match.objectLike(Map.of("AssignPublicIp", "DISABLED"))))));
    assertThat(Synthesized.template().path("Parameters").path(parameter).path("Default").asInt(-1))
        .isZero();
  }

  @Test
  void workersMayRunOnSpot() {
    template.hasResourceProperties(
        "AWS::ECS::Service",
        Map.of(
            "ServiceName", named("worker"),
            "CapacityProviderStrategy",
                List.of(
                    Map.of(
                        "CapacityProvider",
                        Map.of("Fn::If", List.of("IsSpot", "FARGATE_SPOT", "FARGATE")),
                        "Weight",
                        1))));
  }

  @Test
  void theNetworkHasNoWayToTheInternetAndExactlyTheEndpointsNeeded() {
    assertThat(Synthesized.ofType("AWS::EC2::InternetGateway")).isEmpty();
    assertThat(Synthesized.ofType("AWS::EC2::NatGateway")).isEmpty();
    assertThat(Synthesized.ofType("AWS::EC2::Route")).isEmpty();
    assertThat(Synthesized.ofType("AWS::EC2::VPCEndpoint").values())
        .extracting(endpoint ->
            endpoint.path("VpcEndpointType").asText()
                + " "
                + endpoint.path("ServiceName").path("Fn::Sub").asText())
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(
                    Stream.of("s3", "dynamodb").map(service -> "Gateway " + service),
                    Stream.of(
                            "ecr.api",
                            "ecr.dkr",
                            "logs",
                            "monitoring",
                            "sqs",
                            "sts",
                            "sns",
                            "ecs",
                            "application-autoscaling")
                        .map(service -> "Interface " + service))
                .map(text -> text.replace(" ", " com.amazonaws.${AWS::Region}."))
                .toList());
  }

  @Test
  void anExistingVpcIsTakenByItsId() {
    for (String id :
        List.of("PrivateVpc", "Subnet0", "Subnet1", "Routes", "EndpointGroup", "Endpointsqs")) {
      assertThat(Synthesized.template().path("Resources").path(id).path("Condition").asText())
          .as(id)
          .isEqualTo("CreatesVpc");
    }
    assertThat(Synthesized.properties("TaskGroup").path("VpcId").toString())
        .isEqualTo("{\"Fn::If\":[\"CreatesVpc\",{\"Ref\":\"PrivateVpc\"},{\"Ref\":\"Vpc\"}]}");
    assertThat(Synthesized.template().path("Rules").has("ExistingVpcIsDescribed")).isTrue();
  }

  @Test
  void tasksReachTheEndpointsAndTheTwoPrefixListsAndNothingElse() {
    JsonNode egress = Synthesized.properties("TaskGroup").path("SecurityGroupEgress");
    assertThat(Synthesized.properties("TaskGroup").has("SecurityGroupIngress")).isFalse();
    assertThat(egress).hasSize(3);
    assertThat(egress)
        .allMatch(rule ->
            rule.path("FromPort").asInt() == 443
                && rule.path("ToPort").asInt() == 443
                && !rule.has("CidrIp"));
    assertThat(egress.toString())
        .contains(
            "\"DestinationPrefixListId\":{\"Ref\":\"S3PrefixList\"}",
            "\"DestinationPrefixListId\":{\"Ref\":\"DynamoDbPrefixList\"}",
            "\"DestinationSecurityGroupId\"");
    assertThat(Synthesized.properties("EndpointsFromTasks").path("FromPort").asInt())
        .isEqualTo(443);
  }

  @Test
  void demandStartsWorkersOnlyWithAdHocRoutes() {
    for (String id :
        List.of(
            "WorkerDemand",
            "FirstWorker",
            "NoWorker",
            "BacklogPerWorkerPolicy",
            "DemandWithoutWorker",
            "NothingLeft")) {
      assertThat(Synthesized.template().path("Resources").path(id).path("Condition").asText())
          .as(id)
          .isEqualTo("IsAdHoc");
    }
    template.hasResourceProperties(
        "AWS::ApplicationAutoScaling::ScalableTarget",
        Map.of("MinCapacity", 0, "MaxCapacity", Map.of("Ref", "MaxWorkers")));
    template.hasResourceProperties(
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        Map.of(
            "TargetTrackingScalingPolicyConfiguration",
            Match.objectLike(
                Map.of("TargetValue", Map.of("Ref", "BacklogPerWorker"), "DisableScaleIn", true))));
  }

  @Test
  void logsAreKeptThirtyDays() {
    assertThat(Synthesized.ofType("AWS::Logs::LogGroup")).hasSize(3);
    template.allResourcesProperties("AWS::Logs::LogGroup", Map.of("RetentionInDays", 30));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"DeadItems", "DeadMessages", "Stalled", "Throttled", "OldestWork", "OldestRetry"})
  void alarmsReachTheTopic(String alarm) {
    template.hasResourceProperties(
        "AWS::CloudWatch::Alarm",
        Map.of("AlarmName", named(alarm), "AlarmActions", List.of(Map.of("Ref", "Topic"))));
  }

  @Test
  void aRecurringMigrationIsARunbookTaskWithItsFile() {
    JsonNode schedule = Synthesized.template().path("Resources").path("Schedule0");
    assertThat(schedule.path("Condition").asText()).isEqualTo("IsScheduled");
    JsonNode target = schedule.path("Properties").path("Target");
    assertThat(target.path("EcsParameters").path("TaskDefinitionArn").path("Ref").asText())
        .isEqualTo("RunbookTask");
    assertThat(target.path("Input").toString())
        .contains("HIKKOSHI_MIGRATION", "Fn::Base64", "\"Ref\":\"Migration\"");
  }

  /// The services count with that enum, so what is in it is published.
  @Test
  void dashboardAndAlarmsNameOnlyMetricsThatTheCodePublishes() throws Exception {
    var published = new HashSet<String>();
    Stream.of(Metric.values()).map(Metric::cloudWatchName).forEach(published::add);
    var named = new HashSet<String>();
    for (String type :
        List.of(
            "AWS::CloudWatch::Alarm",
            "AWS::CloudWatch::Dashboard",
            "AWS::ApplicationAutoScaling::ScalingPolicy")) {
      for (JsonNode properties : Synthesized.ofType(type).values()) {
        Synthesized.texts(properties)
            .flatMap(text -> OUR_METRIC.matcher(text).results().map(MatchResult::group))
            .forEach(named::add);
      }
    }
    assertThat(published).containsAll(named);
    assertThat(named).contains("hikkoshi.fleet.items.dead.count", "hikkoshi.target.value");
    JsonNode body =
        new ObjectMapper()
            .readTree(
                Synthesized.properties("Dashboard")
                    .path("DashboardBody")
                    .path("Fn::Sub")
                    .path(0)
                    .asText());
    assertThat(body.path("widgets"))
        .extracting(widget -> widget.path("properties").path("title").asText())
        .containsAll(
            Set.of(
                "Rate and target, units per second",
                "Refused for capacity, percent of requests",
                "Sent again, and dead, each minute",
                "Age of the oldest message, seconds",
                "Processes, and what they hold",
                "Cost in the range shown, dollars"));
  }
}
