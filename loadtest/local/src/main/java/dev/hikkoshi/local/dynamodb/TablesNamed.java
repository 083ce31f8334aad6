package dev.hikkoshi.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.TreeSet;

/// The tables a request is about.
final class TablesNamed {
  private TablesNamed() {}

  /// By name; none if the request is not understood.
  static Set<String> in(ApiRequest request) {
    Set<String> names = new TreeSet<>();
    try {
      ObjectNode body = Json.object(request.body());
      add(body, names);
      body.path("RequestItems").fieldNames().forEachRemaining(name -> names.add(Tables.name(name)));
      for (JsonNode part : body.path("TransactItems")) {
        part.forEach(operation -> add(operation, names));
      }
    } catch (ApiException notUnderstood) {
      // DynamoDB has to say what is wrong with it.
    }
    return names;
  }

  private static void add(JsonNode fields, Set<String> names) {
    for (String key : new String[] {"TableName", "TableArn", "ResourceArn"}) {
      if (fields.path(key).isTextual()) {
        names.add(Tables.name(fields.path(key).asText()));
      }
    }
  }
}
