package dev.hikkoshi.runbook.policies;

import dev.hikkoshi.common.queue.QueueNames;
import java.util.Optional;

/// The names of what a fleet uses.
///
/// @param partition `aws`, `aws-cn` or `aws-us-gov`
/// @param region the fleet's
/// @param account the fleet's, 12 digits
/// @param ledger the ledger's table
/// @param queues the four queues
/// @param payloads the bucket for items larger than a message, if there is one
/// @param producer the name of the producers' role
/// @param worker the name of the workers' role
/// @param runbook the name of the role of who runs it
public record Names(
    String partition,
    String region,
    String account,
    String ledger,
    QueueNames queues,
    Optional<String> payloads,
    String producer,
    String worker,
    String runbook) {
  String ledgerArn() {
    return table(account, ledger);
  }

  String table(String owner, String table) {
    return "arn:" + partition + ":dynamodb:" + region + ":" + owner + ":table/" + table;
  }

  String queue(String queue) {
    return "arn:" + partition + ":sqs:" + region + ":" + account + ":" + queue;
  }

  /// @param cluster its name or ARN
  String service(String cluster, String service) {
    String name = cluster.substring(cluster.lastIndexOf('/') + 1);
    return "arn:"
        + partition
        + ":ecs:"
        + region
        + ":"
        + account
        + ":service/"
        + name
        + "/"
        + service;
  }

  String scalableTargets() {
    return "arn:"
        + partition
        + ":application-autoscaling:"
        + region
        + ":"
        + account
        + ":scalable-target/*";
  }

  String bucket(String bucket) {
    return "arn:" + partition + ":s3:::" + bucket;
  }

  /// All objects whose keys begin so.
  String objects(String bucket, String prefix) {
    return bucket(bucket) + "/" + prefix + "*";
  }

  String role(String role) {
    return "arn:" + partition + ":iam::" + account + ":role/" + role;
  }
}
