package dev.hikkoshi.runbook.policies;

import java.util.ArrayList;
import java.util.List;

/// What the fleet's own account is used for: ledger, queues, payloads.
record FleetStatements(Names names) {
  List<Statement> producer() {
    var statements = new ArrayList<Statement>();
    statements.add(
        ledger("DescribeTable", "GetItem", "PutItem", "UpdateItem", "Query", "DeleteItem"));
    statements.add(takes(names.queues().splits()));
    statements.add(sends(names.queues().work(), names.queues().dead()));
    payloads(statements, "s3:PutObject");
    return statements;
  }

  List<Statement> worker() {
    var statements = new ArrayList<Statement>();
    statements.add(
        ledger("DescribeTable", "GetItem", "PutItem", "UpdateItem", "Query", "DeleteItem"));
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
    statements.add(
        Statement.of(
            "Depth",
            names.queues().all().stream().map(names::queue).toList(),
            "sqs:GetQueueAttributes",
            "sqs:GetQueueUrl"));
    payloads(statements, "s3:PutObject", "s3:GetObject", "s3:DeleteObject");
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
        "sqs:GetQueueUrl",
        "sqs:ReceiveMessage",
        "sqs:ChangeMessageVisibility",
        "sqs:DeleteMessage");
  }

  private Statement sends(String... queues) {
    return Statement.of(
        "Sends",
        List.of(queues).stream().map(names::queue).toList(),
        "sqs:GetQueueUrl",
        "sqs:SendMessage");
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
