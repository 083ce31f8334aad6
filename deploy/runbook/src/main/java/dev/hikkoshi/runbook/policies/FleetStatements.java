package dev.hikkoshi.runbook.policies;

import dev.hikkoshi.common.migration.EcsFleet;
import dev.hikkoshi.common.migration.MigrationFile;
import java.util.ArrayList;
import java.util.List;

/// What the fleet's own account is used for: ledger, queues, payloads.
record FleetStatements(Names names) {
  List<Statement> producer() {
    var statements = new ArrayList<Statement>();
    statements.add(
        ledger("DescribeTable", "GetItem", "PutItem", "UpdateItem", "Query", "DeleteItem"));
    statements.add(finds("sqs:GetQueueUrl"));
    statements.add(takes(names.queues().splits()));
    statements.add(sends(names.queues().work(), names.queues().dead()));
    payloads(statements, "s3:PutObject");
    return statements;
  }

  List<Statement> worker() {
    var statements = new ArrayList<Statement>();
    statements.add(
        ledger("DescribeTable", "GetItem", "PutItem", "UpdateItem", "Query", "DeleteItem"));
    statements.add(finds("sqs:GetQueueUrl"));
    statements.add(takes(names.queues().work(), names.queues().retry()));
    statements.add(sends(names.queues().retry(), names.queues().dead()));
    payloads(statements, "s3:GetObject", "s3:PutObject");
    return statements;
  }

  List<Statement> runbook() {
    var statements = new ArrayList<Statement>();
    statements.add(
        ledger("DescribeTable", "GetItem", "PutItem", "UpdateItem", "Query", "DeleteItem"));
    statements.add(sends(names.queues().splits(), names.queues().work()));
    statements.add(finds("sqs:GetQueueAttributes", "sqs:GetQueueUrl"));
    payloads(statements, "s3:PutObject", "s3:GetObject", "s3:DeleteObject");
    return statements;
  }

  /// What the file asks a run to do besides moving: to scale services, to tell a topic.
  List<Statement> asked(MigrationFile file) {
    var statements = new ArrayList<Statement>();
    if (file.fleet() instanceof EcsFleet ecs) {
      statements.add(
          Statement.of(
              "Services",
              List.of(
                  names.service(ecs.cluster(), ecs.producerService()),
                  names.service(ecs.cluster(), ecs.workerService())),
              "ecs:DescribeServices",
              "ecs:UpdateService"));
      statements.add(
          Statement.of(
              "Autoscaler",
              List.of(names.scalableTargets()),
              "application-autoscaling:RegisterScalableTarget"));
      // It has no resource to name.
      statements.add(
          Statement.of(
              "Autoscalers", List.of("*"), "application-autoscaling:DescribeScalableTargets"));
    }
    file.notices()
        .ifPresent(to -> statements.add(Statement.of("Tells", List.of(to.topic()), "sns:Publish")));
    file.log()
        .ifPresent(to ->
            statements.add(
                Statement.of(
                    "Log", List.of(names.objects(to.bucket(), to.key())), "s3:PutObject")));
    return statements;
  }

  private Statement ledger(String... operations) {
    String[] actions = new String[operations.length];
    for (int i = 0; i < operations.length; i++) {
      actions[i] = "dynamodb:" + operations[i];
    }
    return Statement.of("Ledger", List.of(names.ledgerArn()), actions);
  }

  private Statement takes(String... queues) {
    return Statement.of(
        "Takes",
        List.of(queues).stream().map(names::queue).toList(),
        "sqs:ReceiveMessage",
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage");
  }

  private Statement sends(String... queues) {
    return Statement.of(
        "Sends", List.of(queues).stream().map(names::queue).toList(), "sqs:SendMessage");
  }

  /// Every process waits until all queues are there, also those that it does not use.
  private Statement finds(String... actions) {
    return Statement.of(
        "Queues", names.queues().all().stream().map(names::queue).toList(), actions);
  }

  private void payloads(List<Statement> statements, String... actions) {
    names
        .payloads()
        .ifPresent(bucket -> {
          statements.add(
              Statement.of("Payloads", List.of(names.objects(bucket, "payloads/")), actions));
          statements.add(
              Statement.of("PayloadBucket", List.of(names.bucket(bucket)), "s3:ListBucket"));
        });
  }
}
