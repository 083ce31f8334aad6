package dev.hikkoshi.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.iam.CfnRolePolicy;

/// What tasks may do to the fleet's own resources, and nothing else. What a migration reads and
/// writes is not known here: it is allowed by the roles that its file names, or by what is added to
/// these roles for its time.
final class Roles {
  private static final List<String> LEDGER =
      List.of(
          "dynamodb:DescribeTable",
          "dynamodb:GetItem",
          "dynamodb:PutItem",
          "dynamodb:UpdateItem",
          "dynamodb:DeleteItem",
          "dynamodb:Query");
  private static final List<String> RECEIVE =
      List.of("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility");
  private static final String SEND = "sqs:SendMessage";

  final CfnRole execution;
  final CfnRole producer;
  final CfnRole worker;
  final CfnRole runbook;

  private final Stack stack;
  private final Parameters parameters;
  private final Storage storage;
  private final Topic topic;

  Roles(Stack stack, Parameters parameters, Storage storage, Topic topic) {
    this.stack = stack;
    this.parameters = parameters;
    this.storage = storage;
    this.topic = topic;
    execution = role("ExecutionRole", executes());
    producer = role("ProducerRole", produces());
    worker = role("WorkerRole", works());
    runbook = role("RunbookRole", runs());
    publishesOutcomes();
    List.of(producer, worker, runbook).forEach(this::assumesMigrationRoles);
  }

  private CfnRole role(String name, List<Map<String, Object>> statements) {
    return CfnRole.Builder.create(stack, name)
        .assumeRolePolicyDocument(Policy.assumedBy("ecs-tasks.amazonaws.com"))
        .policies(
            List.of(
                CfnRole.PolicyProperty.builder()
                    .policyName("fleet")
                    .policyDocument(Policy.of(statements))
                    .build()))
        .build();
  }

  /// Fetching the image and writing logs, before and beside the program.
  private List<Map<String, Object>> executes() {
    return List.of(
        // Has no resource that could be named.
        Policy.allow(List.of("ecr:GetAuthorizationToken"), "*"),
        Policy.allow(
            List.of("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"),
            Fn.sub(
                "arn:${AWS::Partition}:ecr:${AWS::Region}:${AWS::AccountId}:repository/${Repository}")),
        Policy.allow(
            List.of("logs:CreateLogStream", "logs:PutLogEvents"),
            Fn.sub(
                "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/${AWS::StackName}/*")));
  }

  private List<Map<String, Object>> produces() {
    return all(
        Stream.of(
            Policy.allow(RECEIVE, queue("splits")),
            Policy.allow(List.of(SEND), queue("work"), queue("dead")),
            Policy.allow(List.of("s3:PutObject"), payloads())),
        service());
  }

  private List<Map<String, Object>> works() {
    return all(
        Stream.of(
            Policy.allow(RECEIVE, queue("work"), queue("retry")),
            Policy.allow(List.of(SEND), queue("retry"), queue("dead")),
            Policy.allow(List.of("s3:PutObject", "s3:GetObject"), payloads())),
        service());
  }

  private List<Map<String, Object>> runs() {
    return all(
        Stream.of(
            Policy.allow(List.of(SEND), queue("splits"), queue("work")),
            Policy.allow(
                List.of("sqs:GetQueueAttributes"),
                Storage.QUEUES.stream().map(this::queue).toArray(String[]::new)),
            Policy.allow(List.of("s3:PutObject", "s3:GetObject", "s3:DeleteObject"), payloads()),
            Policy.allow(List.of("sns:Publish"), topic.arn),
            Policy.allow(
                List.of("ecs:DescribeServices", "ecs:UpdateService"),
                service("producer"),
                service("worker")),
            // Has no resource that could be named.
            Policy.allow(List.of("application-autoscaling:DescribeScalableTargets"), "*"),
            Policy.allowIf(
                List.of("application-autoscaling:RegisterScalableTarget"),
                Fn.sub(
                    "arn:${AWS::Partition}:application-autoscaling:${AWS::Region}:${AWS::AccountId}:scalable-target/*"),
                Map.of(
                    "StringEquals",
                    Map.of(
                        "application-autoscaling:service-namespace",
                        "ecs",
                        "application-autoscaling:scalable-dimension",
                        "ecs:service:DesiredCount")))),
        every());
  }

  /// What every command needs of ledger, queues and payload bucket.
  private Stream<Map<String, Object>> every() {
    return Stream.of(
        Policy.allow(LEDGER, storage.ledger.getAttrArn()),
        Policy.allow(
            List.of("sqs:GetQueueUrl"),
            Storage.QUEUES.stream().map(this::queue).toArray(String[]::new)),
        Policy.allow(List.of("s3:ListBucket"), storage.payloads.getAttrArn()));
  }

  private Stream<Map<String, Object>> service() {
    return Stream.concat(
        every(),
        Stream.of(
            Policy.allowIf(
                List.of("cloudwatch:PutMetricData"),
                "*",
                Map.of("StringEquals", Map.of("cloudwatch:namespace", Names.namespace()))),
            Policy.allow(
                List.of("ecs:UpdateTaskProtection"),
                Fn.sub(
                    "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:task/${AWS::StackName}/*"))));
  }

  private static List<Map<String, Object>> all(
      Stream<Map<String, Object>> own, Stream<Map<String, Object>> shared) {
    var statements = new ArrayList<Map<String, Object>>();
    own.forEach(statements::add);
    shared.forEach(statements::add);
    return statements;
  }

  private static String service(String name) {
    return Fn.sub(
        "arn:${AWS::Partition}:ecs:${AWS::Region}:${AWS::AccountId}:service/${AWS::StackName}/${AWS::StackName}-"
            + name);
  }

  private String queue(String name) {
    return storage.queue(name).getAttrArn();
  }

  private String payloads() {
    return Fn.join("", List.of(storage.payloads.getAttrArn(), "/payloads/*"));
  }

  private void publishesOutcomes() {
    policy("WorkerPublishes", worker, "outcomes", Policy.allow(List.of("sns:Publish"), topic.arn))
        .getCfnOptions()
        .setCondition(parameters.isAdHoc);
  }

  private void assumesMigrationRoles(CfnRole role) {
    policy(
            role.getNode().getId() + "Assumes",
            role,
            "migration-roles",
            Map.of(
                "Effect",
                "Allow",
                "Action",
                List.of("sts:AssumeRole"),
                "Resource",
                parameters.migrationRoles.getValueAsList()))
        .getCfnOptions()
        .setCondition(parameters.assumesRoles);
  }

  private CfnRolePolicy policy(
      String id, CfnRole role, String name, Map<String, Object> statement) {
    return CfnRolePolicy.Builder.create(stack, id)
        .roleName(role.getRef())
        .policyName(name)
        .policyDocument(Policy.of(List.of(statement)))
        .build();
  }
}
