package dev.hikkoshi.stack;

import dev.hikkoshi.common.metrics.Metric;
import java.util.List;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalableTarget;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;

/// Workers by demand, where other systems send copies at any time: one when the first message
/// comes, then as many as the backlog needs, none when there is nothing left. Without ad-hoc routes
/// there is none of this and the counts are the runbook's alone.
final class Scaling {
  private static final int MINUTE = 60;

  /// A tail costs less than starting and stopping all the time.
  private static final int IDLE_MINUTES = 15;

  private final Stack stack;
  private final Parameters parameters;
  private final Storage storage;
  private final CfnScalableTarget target;

  Scaling(Stack stack, Parameters parameters, Storage storage, Services services) {
    this.stack = stack;
    this.parameters = parameters;
    this.storage = storage;
    target =
        onDemand(
            CfnScalableTarget.Builder.create(stack, "WorkerDemand")
                .serviceNamespace("ecs")
                .scalableDimension("ecs:service:DesiredCount")
                .resourceId(
                    Fn.join(
                        "/",
                        List.of(
                            "service", services.cluster.getRef(), services.worker.getAttrName())))
                .minCapacity(0)
                .maxCapacity(parameters.maxWorkers.getValueAsNumber())
                .build());
    first();
    byBacklog();
    none();
  }

  private <T extends CfnResource> T onDemand(T resource) {
    resource.getCfnOptions().setCondition(parameters.isAdHoc);
    return resource;
  }

  /// From none to one. Target tracking cannot: without a worker nothing can be said of each.
  private void first() {
    CfnScalingPolicy policy = exactly("FirstWorker", 1);
    onDemand(
        alarm("DemandWithoutWorker", "Messages wait and no worker runs", policy)
            .evaluationPeriods(1)
            .threshold(0)
            .comparisonOperator("GreaterThanThreshold")
            .metrics(
                List.of(
                    Queries.queue(
                        "waiting",
                        storage.queue("work"),
                        "ApproximateNumberOfMessagesVisible",
                        "Maximum"),
                    Queries.fleet("running", Metric.RUNNING, "Sum"),
                    Queries.result("IF(FILL(running, 0) > 0, 0, waiting)")))
            .build());
  }

  /// Back to none, if no message is left.
  private void none() {
    CfnScalingPolicy policy = exactly("NoWorker", 0);
    onDemand(
        alarm("NothingLeft", "No message waits, is delayed or is worked on", policy)
            .evaluationPeriods(IDLE_MINUTES)
            .threshold(0)
            .comparisonOperator("LessThanOrEqualToThreshold")
            .metrics(
                List.of(
                    Queries.queue(
                        "waiting",
                        storage.queue("work"),
                        "ApproximateNumberOfMessagesVisible",
                        "Maximum"),
                    Queries.queue(
                        "working",
                        storage.queue("work"),
                        "ApproximateNumberOfMessagesNotVisible",
                        "Maximum"),
                    Queries.queue(
                        "retried",
                        storage.queue("retry"),
                        "ApproximateNumberOfMessagesVisible",
                        "Maximum"),
                    Queries.queue(
                        "retrying",
                        storage.queue("retry"),
                        "ApproximateNumberOfMessagesNotVisible",
                        "Maximum"),
                    Queries.queue(
                        "delayed",
                        storage.queue("retry"),
                        "ApproximateNumberOfMessagesDelayed",
                        "Maximum"),
                    Queries.result("waiting + working + retried + retrying + delayed")))
            .build());
  }

  private CfnAlarm.Builder alarm(String id, String description, CfnScalingPolicy policy) {
    return CfnAlarm.Builder.create(stack, id)
        .alarmDescription(description)
        .treatMissingData("notBreaching")
        .alarmActions(List.of(policy.getRef()));
  }

  private CfnScalingPolicy exactly(String id, int workers) {
    return onDemand(
        CfnScalingPolicy.Builder.create(stack, id)
            .policyName(Fn.sub("${AWS::StackName}-" + id))
            .policyType("StepScaling")
            .scalingTargetId(target.getRef())
            .stepScalingPolicyConfiguration(
                CfnScalingPolicy.StepScalingPolicyConfigurationProperty.builder()
                    .adjustmentType("ExactCapacity")
                    .cooldown(MINUTE)
                    .stepAdjustments(
                        List.of(
                            workers > 0
                                ? CfnScalingPolicy.StepAdjustmentProperty.builder()
                                    .metricIntervalLowerBound(0)
                                    .scalingAdjustment(workers)
                                    .build()
                                : CfnScalingPolicy.StepAdjustmentProperty.builder()
                                    .metricIntervalUpperBound(0)
                                    .scalingAdjustment(workers)
                                    .build()))
                    .build())
            .build());
  }

  /// As many as the backlog needs. Never fewer: a worker that is idle for a while costs little, and
  /// [#none] ends them all.
  private void byBacklog() {
    onDemand(
        CfnScalingPolicy.Builder.create(stack, "BacklogPerWorkerPolicy")
            .policyName(Fn.sub("${AWS::StackName}-backlog"))
            .policyType("TargetTrackingScaling")
            .scalingTargetId(target.getRef())
            .targetTrackingScalingPolicyConfiguration(
                CfnScalingPolicy.TargetTrackingScalingPolicyConfigurationProperty.builder()
                    .targetValue(parameters.backlogPerWorker.getValueAsNumber())
                    .disableScaleIn(true)
                    .scaleOutCooldown(2 * MINUTE)
                    .customizedMetricSpecification(
                        CfnScalingPolicy.CustomizedMetricSpecificationProperty.builder()
                            .metrics(Queries.backlogPerWorker(storage))
                            .build())
                    .build())
            .build());
  }
}
