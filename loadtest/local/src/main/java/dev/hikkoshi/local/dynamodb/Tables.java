package dev.hikkoshi.local.dynamodb;

import java.io.IOException;

/// Looks tables up. Thread-safe.
final class Tables {
  private final RequestHandler dynamoDb;

  Tables(RequestHandler dynamoDb) {
    this.dynamoDb = dynamoDb;
  }

  /// @param nameOrArn a name, or the ARN of a table or of something that belongs to one
  /// @throws ApiException TableNotFoundException
  Table find(String nameOrArn) throws IOException, InterruptedException {
    String name = name(nameOrArn);
    ApiResponse answer =
        dynamoDb.handle(
            ApiRequest.own("DescribeTable", Json.bytes(Json.newObject().put("TableName", name))));
    if (answer.status() == 200) {
      return Table.described(Json.object(answer.body()).path("Table"));
    }
    String type = Json.object(answer.body()).path("__type").asText();
    if (type.endsWith("ResourceNotFoundException")) {
      throw ApiException.of("TableNotFoundException", "Table not found: " + name);
    }
    throw ApiException.validation(Json.object(answer.body()).path("Message").asText());
  }

  static String name(String nameOrArn) {
    if (!nameOrArn.startsWith("arn:")) {
      return nameOrArn;
    }
    String[] parts = nameOrArn.split("/", -1);
    return parts.length > 1 ? parts[1] : nameOrArn;
  }
}
