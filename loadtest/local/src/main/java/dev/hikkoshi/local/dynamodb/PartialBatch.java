package dev.hikkoshi.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.SplittableRandom;

/// A BatchWriteItem of which a part is written and the rest comes back unprocessed. For one thread.
///
/// @param written what goes on
/// @param refused what comes back
record PartialBatch(ObjectNode written, ObjectNode refused) {
  /// Leaves out about half of the items.
  static PartialBatch of(ApiRequest batch, long chance) {
    var random = new SplittableRandom(chance);
    var parts = new PartialBatch(Json.newObject(), Json.newObject());
    for (Map.Entry<String, JsonNode> table :
        Json.object(batch.body()).path("RequestItems").properties()) {
      for (JsonNode write : table.getValue()) {
        ObjectNode part = random.nextBoolean() ? parts.written : parts.refused;
        part.withArray(table.getKey()).add(write);
      }
    }
    return parts;
  }

  /// What DynamoDB answers; it refuses a request of which it writes nothing.
  ApiResponse through(RequestHandler next, ApiRequest batch)
      throws IOException, InterruptedException {
    if (written.isEmpty()) {
      return FaultFilter.throttled(batch);
    }
    ObjectNode body = Json.object(batch.body());
    body.set("RequestItems", written);
    return unprocessed(
        next.handle(new ApiRequest(batch.operation(), batch.headers(), Json.bytes(body))), refused);
  }

  /// The answer with these items unprocessed, besides those it has already.
  static ApiResponse unprocessed(ApiResponse answer, ObjectNode refused) {
    if (answer.status() != 200) {
      return answer;
    }
    ObjectNode body = Json.object(answer.body());
    ObjectNode all = body.withObject("/UnprocessedItems");
    refused
        .properties()
        .forEach(table -> all.withArray(table.getKey()).addAll((ArrayNode) table.getValue()));
    return ApiResponse.json(200, body);
  }
}
