package dev.hikkoshi.stack;

import dev.hikkoshi.common.metrics.Metric;
import java.util.List;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm;
import software.amazon.awscdk.services.cloudwatch.CfnAlarm.MetricDataQueryProperty;
import software.amazon.awscdk.services.sqs.CfnQueue;

/// What somebody should look at. They watch the fleet, not one migration: alarms cannot name what
/// does not exist yet.
final class Alarms {
  private static final String VISIBLE = "ApproximateNumberOfMessagesVisible";
  private static final String ABOVE = "GreaterThanThreshold";
  private static final int STALLED_MINUTES = 15;
  private static final int THROTTLED_MINUTES = 10;

  /// Pushing a growing table costs a few refusals in a hundred; half of all is no pace.
  private static final double THROTTLED = 0.5;

  private final Stack stack;
  private final Topic topic;

  Alarms(Stack stack, Parameters parameters, Storage storage, Topic topic) {
    this.stack = stack;
    this.topic = topic;
    CfnQueue work = storage.queue("work");
    CfnQueue retry = storage.queue("retry");
    alarm(
        "DeadItems",
        "Items can never be written: hikkoshi dead FILE lists them",
        1,
        0,
        List.of(Queries.fleet("dead", Metric.FLEET_DEAD, "Sum"), Queries.result("FILL(dead, 0)")));
    alarm(
        "DeadMessages",
        "Messages could not be read and were put aside on the dead queue",
        1,
        0,
        List.of(
            Queries.queue("dead", storage.queue("dead"), VISIBLE, "Maximum"),
            Queries.result("FILL(dead, 0)")));
    alarm(
        "Stalled",
        "Messages wait and no unit was settled: paused, no worker, or the destination refuses"
            + " everything (hikkoshi status FILE)",
        STALLED_MINUTES,
        0,
        List.of(
            Queries.queue("waiting", work, VISIBLE, "Maximum"),
            Queries.queue("retrying", retry, VISIBLE, "Maximum"),
            Queries.fleet("units", Metric.FLEET_UNITS, "Sum"),
            Queries.result(
                "IF(FILL(waiting, 0) + FILL(retrying, 0) > 0 AND FILL(units, 0) == 0, 1, 0)")));
    alarm(
        "Throttled",
        "More than half of all requests are refused for capacity",
        THROTTLED_MINUTES,
        THROTTLED,
        List.of(
            Queries.fleet("throttled", Metric.FLEET_THROTTLED, "Sum"),
            Queries.fleet("requests", Metric.FLEET_REQUESTS, "Sum"),
            Queries.result("IF(requests > 0, throttled / requests, 0)")));
    oldest("OldestWork", work, parameters);
    oldest("OldestRetry", retry, parameters);
  }

  private void oldest(String id, CfnQueue queue, Parameters parameters) {
    alarm(id, "A message waits too long: more workers, or a higher target")
        .evaluationPeriods(1)
        .threshold(parameters.oldestMessage.getValueAsNumber())
        .metrics(
            List.of(
                Queries.queue("age", queue, "ApproximateAgeOfOldestMessage", "Maximum"),
                Queries.result("FILL(age, 0)")))
        .build();
  }

  private void alarm(
      String id,
      String description,
      int minutes,
      double threshold,
      List<MetricDataQueryProperty> metrics) {
    alarm(id, description).evaluationPeriods(minutes).threshold(threshold).metrics(metrics).build();
  }

  private CfnAlarm.Builder alarm(String id, String description) {
    return CfnAlarm.Builder.create(stack, id)
        .alarmName(Fn.sub("${AWS::StackName}-" + id))
        .alarmDescription(description)
        .comparisonOperator(ABOVE)
        .treatMissingData("notBreaching")
        .alarmActions(List.of(topic.arn))
        .okActions(List.of(topic.arn));
  }
}
