package dev.hikkoshi.stack;

import dev.hikkoshi.common.metrics.Metric;
import java.util.List;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.TargetTrackingMetricDataQueryProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.TargetTrackingMetricDimensionProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.TargetTrackingMetricProperty;
import software.amazon.awscdk.services.applicationautoscaling.CfnScalingPolicy.TargetTrackingMetricStatProperty;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.DimensionProperty;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.MetricDataQueryProperty;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.MetricProperty;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.MetricStatProperty;
import software.amazon.awscdk.services.sqs.CfnQueue;

/// Metrics as alarms and scaling policies ask for them, each minute.
final class Queries {
  private static final String SQS = "AWS/SQS";
  private static final String QUEUE = "QueueName";
  private static final String ROLE = "role";
  private static final String WORKER = "worker";
  private static final int PERIOD = 60;

  private Queries() {}

  static MetricDataQueryProperty queue(String id, CfnQueue queue, String metric, String statistic) {
    return query(id, SQS, metric, QUEUE, queue.getAttrQueueName(), statistic);
  }

  /// What workers do, of whatever migration.
  static MetricDataQueryProperty fleet(String id, Metric metric, String statistic) {
    if (metric.scope() != Metric.Scope.FLEET) {
      throw new IllegalArgumentException(metric + " has a dimension that no alarm can know");
    }
    return query(id, Names.namespace(), metric.cloudWatchName(), ROLE, WORKER, statistic);
  }

  private static MetricDataQueryProperty query(
      String id,
      String namespace,
      String metric,
      String dimension,
      String value,
      String statistic) {
    return MetricDataQueryProperty.builder()
        .id(id)
        .returnData(false)
        .metricStat(
            MetricStatProperty.builder()
                .metric(
                    MetricProperty.builder()
                        .namespace(namespace)
                        .metricName(metric)
                        .dimensions(
                            List.of(
                                DimensionProperty.builder().name(dimension).value(value).build()))
                        .build())
                .period(PERIOD)
                .stat(statistic)
                .build())
        .build();
  }

  /// What the alarm looks at, made of the others.
  static MetricDataQueryProperty result(String expression) {
    return MetricDataQueryProperty.builder()
        .id("result")
        .expression(expression)
        .returnData(true)
        .build();
  }

  /// Messages waiting for each running worker.
  static List<TargetTrackingMetricDataQueryProperty> backlogPerWorker(Storage storage) {
    return List.of(
        tracked(
            "waiting",
            SQS,
            "ApproximateNumberOfMessagesVisible",
            QUEUE,
            storage.queue("work").getAttrQueueName(),
            "Maximum"),
        tracked("running", Names.namespace(), Metric.RUNNING.cloudWatchName(), ROLE, WORKER, "Sum"),
        TargetTrackingMetricDataQueryProperty.builder()
            .id("backlog")
            .expression("waiting / IF(FILL(running, 0) > 0, running, 1)")
            .returnData(true)
            .build());
  }

  private static TargetTrackingMetricDataQueryProperty tracked(
      String id,
      String namespace,
      String metric,
      String dimension,
      String value,
      String statistic) {
    return TargetTrackingMetricDataQueryProperty.builder()
        .id(id)
        .returnData(false)
        .metricStat(
            TargetTrackingMetricStatProperty.builder()
                .metric(
                    TargetTrackingMetricProperty.builder()
                        .namespace(namespace)
                        .metricName(metric)
                        .dimensions(
                            List.of(
                                TargetTrackingMetricDimensionProperty.builder()
                                    .name(dimension)
                                    .value(value)
                                    .build()))
                        .build())
                .stat(statistic)
                .build())
        .build();
  }
}
