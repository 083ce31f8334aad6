package dev.hikkoshi.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.capacity.Admission;
import dev.hikkoshi.common.capacity.CapacityProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/// Refuses writes as a table with a capacity profile does: item by item, with DynamoDB's
/// exceptions, reasons and unprocessed items, its latency and its server errors. Each table has a
/// model of its own, whose second 0 is its first write. Thread-safe.
public final class CapacityFilter implements RequestFilter {
  private final CapacityProfile profile;
  private final Predicate<String> limited;
  private final LongSupplier nanoTime;
  private final RandomGenerator random;
  private final Map<String, LimitedTable> tables = new ConcurrentHashMap<>();

  /// @param limited which tables have this profile, by name
  public CapacityFilter(
      CapacityProfile profile,
      Predicate<String> limited,
      LongSupplier nanoTime,
      RandomGenerator random) {
    this.profile = profile;
    this.limited = limited;
    this.nanoTime = nanoTime;
    this.random = random;
  }

  @Override
  public ApiResponse filter(ApiRequest request, RequestHandler next)
      throws IOException, InterruptedException {
    return switch (request.operation()) {
      case "BatchWriteItem" -> batch(request, next);
      case "PutItem" -> single(request, next, "Item");
      case "UpdateItem", "DeleteItem" -> single(request, next, "Key");
      case "DescribeTable" -> described(request, next);
      default -> next.handle(request);
    };
  }

  private ApiResponse single(ApiRequest request, RequestHandler next, String what)
      throws IOException, InterruptedException {
    JsonNode body = Json.object(request.body());
    String name = Tables.name(body.path("TableName").asText());
    if (!limited.test(name)) {
      return next.handle(request);
    }
    LimitedTable table = table(name, next);
    Thread.sleep(profile.latency().draw(random));
    if (failed(table)) {
      return serverError();
    }
    Admission admission = table.offer(nanoTime.getAsLong(), body.path(what));
    return admission.refused() ? refusal(EnumSet.of(admission)) : next.handle(request);
  }

  private ApiResponse batch(ApiRequest request, RequestHandler next)
      throws IOException, InterruptedException {
    ObjectNode body = Json.object(request.body());
    if (!(body.path("RequestItems") instanceof ObjectNode items) || !anyLimited(items)) {
      return next.handle(request);
    }
    Thread.sleep(profile.latency().draw(random));
    var refused = Json.newObject();
    Set<Admission> reasons = EnumSet.noneOf(Admission.class);
    int accepted = 0;
    for (String name : names(items)) {
      if (!limited.test(Tables.name(name)) || !(items.get(name) instanceof ArrayNode writes)) {
        accepted++;
        continue;
      }
      LimitedTable table = table(Tables.name(name), next);
      if (failed(table)) {
        return serverError();
      }
      List<JsonNode> kept = new ArrayList<>();
      for (JsonNode write : writes) {
        Admission admission = table.offer(nanoTime.getAsLong(), item(write));
        if (admission.refused()) {
          reasons.add(admission);
          refused.withArray(name).add(write);
        } else {
          kept.add(write);
        }
      }
      accepted += kept.size();
      if (kept.isEmpty()) {
        items.remove(name);
      } else {
        items.putArray(name).addAll(kept);
      }
    }
    if (reasons.isEmpty()) {
      return next.handle(request);
    }
    return accepted == 0
        ? refusal(reasons)
        : PartialBatch.unprocessed(
            next.handle(new ApiRequest(request.operation(), request.headers(), Json.bytes(body))),
            refused);
  }

  private boolean anyLimited(ObjectNode items) {
    return names(items).stream().anyMatch(name -> limited.test(Tables.name(name)));
  }

  private static List<String> names(ObjectNode items) {
    var names = new ArrayList<String>();
    items.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private static JsonNode item(JsonNode write) {
    return write.has("PutRequest")
        ? write.path("PutRequest").path("Item")
        : write.path("DeleteRequest").path("Key");
  }

  /// What AWS says when it writes nothing of a request.
  private ApiResponse refusal(Set<Admission> admissions) {
    boolean onDemand = profile.mode() == CapacityProfile.Mode.ON_DEMAND;
    String type = onDemand ? "ThrottlingException" : "ProvisionedThroughputExceededException";
    var body =
        Json.newObject()
            .put("__type", "com.amazonaws.dynamodb.v20120810#" + type)
            .put("message", "Throughput exceeds the current capacity of your table or index.");
    var reasons = body.putArray("ThrottlingReasons");
    for (Admission admission : admissions) {
      reasons
          .addObject()
          .put("reason", "TableWrite" + reason(admission, onDemand))
          .put("resource", "arn:aws:dynamodb:us-east-1:000000000000:table/" + profile.name());
    }
    return ApiResponse.json(400, body);
  }

  private static String reason(Admission admission, boolean onDemand) {
    return switch (admission) {
      case REFUSED_KEY_RANGE -> "KeyRangeThroughputExceeded";
      case REFUSED_TABLE ->
          onDemand ? "MaxOnDemandThroughputExceeded" : "ProvisionedThroughputExceeded";
      case ACCEPTED -> throw new IllegalArgumentException("accepted is no reason");
    };
  }

  /// As AWS does, tells what the table takes at once.
  private ApiResponse described(ApiRequest request, RequestHandler next)
      throws IOException, InterruptedException {
    ApiResponse answer = next.handle(request);
    String name = Tables.name(Json.object(request.body()).path("TableName").asText());
    if (answer.status() != 200 || !limited.test(name)) {
      return answer;
    }
    ObjectNode body = Json.object(answer.body());
    body.withObject("/Table/WarmThroughput")
        .put("Status", "ACTIVE")
        .put("WriteUnitsPerSecond", (long) profile.initialRate());
    return ApiResponse.json(200, body);
  }

  private LimitedTable table(String name, RequestHandler next)
      throws IOException, InterruptedException {
    LimitedTable known = tables.get(name);
    if (known != null) {
      return known;
    }
    String key = new Tables(next).find(name).partitionKey();
    return tables.computeIfAbsent(name, _ -> new LimitedTable(profile, key, nanoTime.getAsLong()));
  }

  private boolean failed(LimitedTable table) {
    return random.nextDouble() < table.errorRatio(nanoTime.getAsLong());
  }

  private static ApiResponse serverError() {
    return ApiResponse.error(
        500,
        "com.amazonaws.dynamodb.v20120810#InternalServerError",
        "injected by the capacity profile");
  }
}
