package dev.hikkoshi.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.metrics.Metric;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.cloudwatch.CfnDashboard;

/// One page: how fast it goes and how fast it should, what is refused, what waits, and what it has
/// cost so far.
final class Dashboard {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int WIDTH = 12;
  private static final int HEIGHT = 6;
  private static final int PERIOD = 60;

  /// Dollars for a write request unit on demand, us-east-1.
  private static final double WRITE_UNIT = 0.625e-6;

  /// Dollars for a minute of a task of 1 vCPU and 2 GB on Fargate ARM64, us-east-1.
  private static final double TASK_MINUTE = (0.03238 + 2 * 0.00356) / 60;

  private final ArrayNode widgets = JSON.createArrayNode();

  Dashboard(Stack stack, Storage storage) {
    rates();
    refusals();
    queues();
    processes();
    cost();
    CfnDashboard.Builder.create(stack, "Dashboard")
        .dashboardName(Fn.ref("AWS::StackName"))
        .dashboardBody(
            Fn.sub(JSON.createObjectNode().set("widgets", widgets).toString(), names(storage)))
        .build();
  }

  private static Map<String, String> names(Storage storage) {
    return Map.of(
        "Work", storage.queue("work").getAttrQueueName(),
        "Retry", storage.queue("retry").getAttrQueueName(),
        "Splits", storage.queue("splits").getAttrQueueName(),
        "Dead", storage.queue("dead").getAttrQueueName());
  }

  private void rates() {
    ArrayNode metrics = widget("Rate and target, units per second", false);
    expression(metrics, sum(Metric.WRITE_UNITS) + "/" + PERIOD, "written");
    expression(metrics, "MAX(" + search(Metric.TARGET, "Maximum") + ")", "target");
    expression(metrics, sum(Metric.PACE), "pace");
    ArrayNode items = widget("Items or objects per second, each migration", false);
    expression(items, search(Metric.ITEMS, "Sum") + "/" + PERIOD, "written");
    expression(items, search(Metric.SCANNED, "Sum") + "/" + PERIOD, "read to verify");
  }

  private void refusals() {
    ArrayNode throttles = widget("Refused for capacity, percent of requests", false);
    expression(throttles, "100*" + sum(Metric.THROTTLED) + "/" + sum(Metric.REQUESTS), "throttled");
    ArrayNode rest = widget("Sent again, and dead, each minute", false);
    expression(rest, sum(Metric.RETRIED), "items sent again");
    expression(rest, sum(Metric.DEAD), "dead items");
    queue(rest, "Dead", "ApproximateNumberOfMessagesVisible", "messages on the dead queue");
  }

  private void queues() {
    ArrayNode age = widget("Age of the oldest message, seconds", false);
    ArrayNode waiting = widget("Messages waiting", false);
    for (String queue : List.of("Splits", "Work", "Retry")) {
      String label = queue.toLowerCase(Locale.ROOT);
      queue(age, queue, "ApproximateAgeOfOldestMessage", label);
      queue(waiting, queue, "ApproximateNumberOfMessagesVisible", label);
    }
  }

  private void processes() {
    ArrayNode metrics = widget("Processes, and what they hold", false);
    for (String role : List.of("worker", "producer")) {
      fleet(metrics, Metric.RUNNING, role, role + "s");
      fleet(metrics, Metric.HELD, role, "held by " + role + "s");
    }
  }

  /// Of what is shown: set the range to the whole migration.
  private void cost() {
    ArrayNode metrics = widget("Cost in the range shown, dollars", true);
    expression(metrics, price(sum(Metric.WRITE_UNITS), WRITE_UNIT), "writes");
    expression(
        metrics,
        price(
            "SUM(SEARCH('{\""
                + Names.NAMESPACE
                + "\",role} MetricName=\""
                + Metric.RUNNING.cloudWatchName()
                + "\"', 'Sum', "
                + PERIOD
                + "))",
            TASK_MINUTE),
        "tasks of 1 vCPU, 2 GB");
  }

  private static String price(String counted, double each) {
    return String.format(Locale.ROOT, "RUNNING_SUM(%s)*%.10f", counted, each);
  }

  private static String sum(Metric metric) {
    return "SUM(" + search(metric, "Sum") + ")";
  }

  /// All migrations there are or were.
  private static String search(Metric metric, String statistic) {
    return "SEARCH('{\""
        + Names.NAMESPACE
        + "\",migration,role} MetricName=\""
        + metric.cloudWatchName()
        + "\"', '"
        + statistic
        + "', "
        + PERIOD
        + ")";
  }

  private ArrayNode widget(String title, boolean number) {
    int index = widgets.size();
    ObjectNode widget = widgets.addObject();
    widget
        .put("type", "metric")
        .put("x", index % 2 * WIDTH)
        .put("y", index / 2 * HEIGHT)
        .put("width", WIDTH)
        .put("height", HEIGHT);
    ObjectNode properties = widget.putObject("properties");
    properties
        .put("title", title)
        .put("region", "${AWS::Region}")
        .put("view", number ? "singleValue" : "timeSeries")
        .put("period", PERIOD);
    properties.putObject("yAxis").putObject("left").put("min", 0);
    return properties.putArray("metrics");
  }

  private static void expression(ArrayNode metrics, String expression, String label) {
    metrics.addArray().addObject().put("expression", expression).put("label", label);
  }

  private static void queue(ArrayNode metrics, String queue, String metric, String label) {
    metrics
        .addArray()
        .add("AWS/SQS")
        .add(metric)
        .add("QueueName")
        .add("${" + queue + "}")
        .addObject()
        .put("stat", "Maximum")
        .put("label", label);
  }

  private static void fleet(ArrayNode metrics, Metric metric, String role, String label) {
    metrics
        .addArray()
        .add(Names.NAMESPACE)
        .add(metric.cloudWatchName())
        .add("role")
        .add(role)
        .addObject()
        .put("stat", "Sum")
        .put("label", label);
  }
}
