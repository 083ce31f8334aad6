package dev.hikkoshi.local.ecs;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.local.http.HttpReply;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// Answers the JSON protocols of ECS (`AmazonEC2ContainerServiceV20141113`) and of Application Auto
/// Scaling (`AnyScaleFrontendService`). Blocking.
final class EcsHandler extends Handler.Abstract {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ARN = "arn:aws:ecs:eu-central-2:000000000000:";

  private final String cluster;
  private final Map<String, TaskGroup> services;

  EcsHandler(String cluster, Map<String, TaskGroup> services) {
    this.cluster = cluster;
    this.services = services;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    try (InputStream body = Content.Source.asInputStream(request)) {
      String target = String.valueOf(request.getHeaders().get("X-Amz-Target"));
      answer(target.substring(target.lastIndexOf('.') + 1), JSON.readTree(body.readAllBytes()))
          .send(request, response, callback);
    }
    return true;
  }

  private HttpReply answer(String operation, JsonNode request) {
    return switch (operation) {
      case "DescribeServices" -> inCluster(request, describe(request.path("services")));
      case "UpdateService" -> inCluster(request, update(request));
      case "DescribeScalableTargets" -> ok(targets(request.path("ResourceIds")));
      case "RegisterScalableTarget" -> register(request);
      default -> error("InvalidAction", "The embedded ECS does not know " + operation + ".");
    };
  }

  private HttpReply inCluster(JsonNode request, @Nullable ObjectNode answer) {
    String asked = request.path("cluster").asText("default");
    if (!asked.substring(asked.lastIndexOf('/') + 1).equals(cluster)) {
      return error("ClusterNotFoundException", "Cluster not found.");
    }
    return answer == null ? error("ServiceNotFoundException", "Service not found.") : ok(answer);
  }

  private ObjectNode describe(JsonNode names) {
    ObjectNode answer = JSON.createObjectNode();
    var found = answer.putArray("services");
    var failures = answer.putArray("failures");
    for (JsonNode each : names) {
      String name = each.asText();
      TaskGroup service = services.get(name);
      if (service == null) {
        failures
            .addObject()
            .put("arn", ARN + "service/" + cluster + "/" + name)
            .put("reason", "MISSING");
      } else {
        found.add(described(name, service));
      }
    }
    return answer;
  }

  private static ObjectNode described(String name, TaskGroup service) {
    ObjectNode json = JSON.createObjectNode();
    int running = service.runningCount();
    json.put("serviceName", name)
        .put("status", "ACTIVE")
        .put("desiredCount", service.desired())
        .put("runningCount", running)
        .put("pendingCount", Math.max(0, service.desired() - running));
    json.putArray("events");
    return json;
  }

  private @Nullable ObjectNode update(JsonNode request) {
    String name = request.path("service").asText();
    TaskGroup service = services.get(name);
    if (service == null) {
      return null;
    }
    service.desire(request.path("desiredCount").asInt());
    ObjectNode answer = JSON.createObjectNode();
    answer.set("service", described(name, service));
    return answer;
  }

  private ObjectNode targets(JsonNode resources) {
    ObjectNode answer = JSON.createObjectNode();
    var targets = answer.putArray("ScalableTargets");
    for (JsonNode resource : resources) {
      TaskGroup service = services.get(name(resource));
      if (service != null && service.min().isPresent()) {
        ObjectNode target =
            targets
                .addObject()
                .put("ServiceNamespace", "ecs")
                .put("ResourceId", resource.asText())
                .put("ScalableDimension", "ecs:service:DesiredCount")
                .put("MinCapacity", service.min().getAsInt())
                .put("MaxCapacity", service.max().orElseThrow())
                .put("RoleARN", "arn:aws:iam::000000000000:role/autoscaling")
                .put("CreationTime", 0);
        target
            .putObject("SuspendedState")
            .put("DynamicScalingInSuspended", service.suspended())
            .put("DynamicScalingOutSuspended", service.suspended())
            .put("ScheduledScalingSuspended", service.suspended());
      }
    }
    return answer;
  }

  private HttpReply register(JsonNode request) {
    TaskGroup service = services.get(name(request.path("ResourceId")));
    if (service == null) {
      return error(
          "ValidationException", "ECS service doesn't exist: " + request.path("ResourceId"));
    }
    if (request.has("MinCapacity")) {
      service.bounds(request.path("MinCapacity").asInt(), request.path("MaxCapacity").asInt());
    }
    JsonNode suspended = request.path("SuspendedState");
    if (!suspended.isMissingNode()) {
      service.suspend(
          suspended.path("DynamicScalingInSuspended").asBoolean()
              && suspended.path("DynamicScalingOutSuspended").asBoolean());
    }
    return ok(JSON.createObjectNode());
  }

  private String name(JsonNode resource) {
    String prefix = "service/" + cluster + "/";
    return resource.asText().startsWith(prefix) ? resource.asText().substring(prefix.length()) : "";
  }

  private static HttpReply ok(ObjectNode body) {
    return reply(200, body);
  }

  private static HttpReply error(String code, String message) {
    return reply(400, JSON.createObjectNode().put("__type", code).put("message", message));
  }

  private static HttpReply reply(int status, ObjectNode body) {
    return new HttpReply(
        status,
        HttpFields.build().put("Content-Type", "application/x-amz-json-1.1"),
        body.toString().getBytes(UTF_8));
  }
}
