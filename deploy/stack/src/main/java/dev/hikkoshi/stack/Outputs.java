package dev.hikkoshi.stack;

import java.util.Locale;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Stack;

/// What migration files and `aws` commands need to know of the stack.
final class Outputs {
  private final Stack stack;

  Outputs(
      Stack stack,
      Parameters parameters,
      Storage storage,
      Topic topic,
      Roles roles,
      Tasks tasks,
      Services services,
      Network network) {
    this.stack = stack;
    output("ClusterName", services.cluster.getRef());
    output("ProducerServiceName", services.producer.getAttrName());
    output("WorkerServiceName", services.worker.getAttrName());
    output("RunbookTaskDefinition", tasks.runbook.getRef());
    output("ProducerRoleName", roles.producer.getRef());
    output("WorkerRoleName", roles.worker.getRef());
    output("RunbookRoleName", roles.runbook.getRef());
    output("LedgerTable", storage.ledger.getRef());
    for (String queue : Storage.QUEUES) {
      output(
          queue.substring(0, 1).toUpperCase(Locale.ROOT) + queue.substring(1) + "QueueName",
          storage.queue(queue).getAttrQueueName());
    }
    output("PayloadBucket", storage.payloads.getRef());
    output("TopicArn", topic.arn);
    output("TaskSecurityGroup", network.taskGroup);
    output("TaskSubnets", network.subnetList).setCondition(parameters.createsVpc);
  }

  private CfnOutput output(String name, String value) {
    return CfnOutput.Builder.create(stack, name).value(value).build();
  }
}
