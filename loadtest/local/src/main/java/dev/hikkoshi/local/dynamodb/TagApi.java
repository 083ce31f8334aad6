package dev.hikkoshi.local.dynamodb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/// Tags of tables, which DynamoDB Local does not keep: it takes those of CreateTable and forgets
/// them. Thread-safe.
final class TagApi implements RequestFilter {
  private final Tables tables;
  private final Map<String, Map<String, String>> byTable = new ConcurrentHashMap<>();

  TagApi(Tables tables) {
    this.tables = tables;
  }

  @Override
  public ApiResponse filter(ApiRequest request, RequestHandler next)
      throws IOException, InterruptedException {
    return switch (request.operation()) {
      case "CreateTable" -> created(request.fields(), next.handle(request));
      case "TagResource" -> tag(request.fields());
      case "UntagResource" -> untag(request.fields());
      case "ListTagsOfResource" -> list(request.fields());
      default -> next.handle(request);
    };
  }

  private ApiResponse created(Fields fields, ApiResponse answer) {
    if (answer.status() == 200) {
      Map<String, String> tags = new TreeMap<>();
      add(fields, tags);
      byTable.put(fields.required("TableName"), tags);
    }
    return answer;
  }

  private ApiResponse tag(Fields fields) throws IOException, InterruptedException {
    byTable.compute(
        table(fields),
        (_, before) -> {
          Map<String, String> tags = before == null ? new TreeMap<>() : new TreeMap<>(before);
          add(fields, tags);
          return tags;
        });
    return ApiResponse.json(200, Json.newObject());
  }

  private ApiResponse untag(Fields fields) throws IOException, InterruptedException {
    byTable.computeIfPresent(
        table(fields),
        (_, before) -> {
          Map<String, String> tags = new TreeMap<>(before);
          fields.object().path("TagKeys").forEach(key -> tags.remove(key.asText()));
          return tags;
        });
    return ApiResponse.json(200, Json.newObject());
  }

  private ApiResponse list(Fields fields) throws IOException, InterruptedException {
    ObjectNode answer = Json.newObject();
    var list = answer.putArray("Tags");
    byTable
        .getOrDefault(table(fields), Map.of())
        .forEach((key, value) -> list.addObject().put("Key", key).put("Value", value));
    return ApiResponse.json(200, answer);
  }

  private String table(Fields fields) throws IOException, InterruptedException {
    return tables.find(fields.required("ResourceArn")).name();
  }

  private static void add(Fields fields, Map<String, String> tags) {
    for (JsonNode tag : fields.object().path("Tags")) {
      tags.put(tag.path("Key").asText(), tag.path("Value").asText());
    }
  }
}
