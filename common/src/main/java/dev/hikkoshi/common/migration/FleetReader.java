package dev.hikkoshi.common.migration;

import static dev.hikkoshi.common.migration.Keys.known;
import static dev.hikkoshi.common.migration.Keys.section;
import static dev.hikkoshi.common.migration.Keys.wrong;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/// Reads `fleet` of a migration file.
final class FleetReader {
  private static final Pattern CLUSTER =
      Pattern.compile("[\\w-]{1,255}|arn:aws[a-z-]*:ecs:[a-z0-9-]+:\\d{12}:cluster/[\\w-]{1,255}");
  private static final Pattern SERVICE = Pattern.compile("[\\w-]{1,255}");

  private FleetReader() {}

  static Fleet read(JsonNode root) {
    if (root.path("fleet").isMissingNode()) {
      return LocalFleet.DEFAULT;
    }
    JsonNode fleet = section(root, "fleet");
    known(fleet, "fleet.", "local", "ecs");
    if (fleet.size() != 1) {
      throw wrong("fleet", fleet, "either 'local' or 'ecs'");
    }
    return fleet.has("local") ? local(fleet.path("local")) : ecs(fleet.path("ecs"));
  }

  private static LocalFleet local(JsonNode local) {
    if (!local.isObject()) {
      throw wrong("fleet.local", local, "{ producers: 1, workers: 2 }");
    }
    known(local, "fleet.local.", "producers", "workers");
    return new LocalFleet(
        local.has("producers")
            ? count(local, "fleet.local.producers", "producers", 0, LocalFleet.MAX)
            : LocalFleet.DEFAULT.producers(),
        local.has("workers")
            ? count(local, "fleet.local.workers", "workers", 0, LocalFleet.MAX)
            : LocalFleet.DEFAULT.workers());
  }

  private static EcsFleet ecs(JsonNode ecs) {
    if (!ecs.isObject()) {
      throw wrong(
          "fleet.ecs", ecs, "{ cluster, producer-service, worker-service, producers, workers }");
    }
    known(
        ecs, "fleet.ecs.", "cluster", "producer-service", "worker-service", "producers", "workers");
    return new EcsFleet(
        Keys.text(ecs, "fleet.ecs.cluster", "cluster", CLUSTER, "a cluster's name or ARN"),
        service(ecs, "producer-service"),
        service(ecs, "worker-service"),
        count(ecs, "fleet.ecs.producers", "producers", 1, EcsFleet.MAX),
        count(ecs, "fleet.ecs.workers", "workers", 1, EcsFleet.MAX));
  }

  private static String service(JsonNode ecs, String key) {
    return Keys.text(ecs, "fleet.ecs." + key, key, SERVICE, "a service's name");
  }

  private static int count(JsonNode node, String path, String key, int least, int most) {
    JsonNode value = Keys.required(node, path, key);
    if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
      throw wrong(path, value, "a whole number from " + least + " to " + most);
    }
    return value.intValue();
  }
}
