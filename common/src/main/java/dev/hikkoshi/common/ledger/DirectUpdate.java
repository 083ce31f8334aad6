package dev.hikkoshi.common.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hikkoshi.common.aws.AwsError;
import dev.hikkoshi.common.aws.RawDynamoDb;
import dev.hikkoshi.common.json.JsonBytes;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// UpdateItem over bytes, for a fraction of what the SDK's client takes: every unit of work settles
/// by one. What does not go as usual is left to that client, which tries it again and tells of it.
/// Thread-safe.
final class DirectUpdate {
  private static final Logger LOG = LoggerFactory.getLogger(DirectUpdate.class);
  private static final int USUAL = 1024;

  private final Supplier<RawDynamoDb> dynamoDb;
  private final String table;

  /// @param dynamoDb asked late: where it is may not be known yet
  DirectUpdate(Supplier<RawDynamoDb> dynamoDb, String table) {
    this.dynamoDb = dynamoDb;
    this.table = table;
  }

  /// Updates one row.
  ///
  /// @return whether its condition held; nothing if the update has to be tried by other means
  Optional<Boolean> update(String partition, String sort, Expressions update) {
    if (!update.values().values().stream().allMatch(DirectUpdate::isSimple)) {
      return Optional.empty();
    }
    JsonBytes body = body(partition, sort, update);
    try {
      RawDynamoDb raw = dynamoDb.get();
      RawDynamoDb.Reply reply =
          raw.call("UpdateItem", body.buffer(), body.length(), raw.clock().instant());
      if (reply.ok()) {
        return Optional.of(true);
      }
      AwsError error = AwsError.read(reply);
      if (error.code().equals("ConditionalCheckFailedException")) {
        return Optional.of(false);
      }
      LOG.debug("An update of the ledger is left to the SDK after: {}", error);
    } catch (IOException | SdkException e) {
      LOG.debug("An update of the ledger is left to the SDK after: {}", e.toString());
    }
    return Optional.empty();
  }

  private static boolean isSimple(AttributeValue value) {
    return value.s() != null || value.n() != null;
  }

  private JsonBytes body(String partition, String sort, Expressions update) {
    var body = new JsonBytes(USUAL);
    text(body.json("{\"TableName\":"), table);
    text(body.json(",\"Key\":{\"" + Row.PARTITION + "\":{\"S\":"), partition);
    text(body.json("},\"" + Row.SORT + "\":{\"S\":"), sort);
    text(body.json("}},\"UpdateExpression\":"), update.update());
    text(body.json(",\"ConditionExpression\":"), update.condition());
    body.json(",\"ExpressionAttributeNames\":{");
    String comma = "";
    for (Map.Entry<String, String> name : update.names().entrySet()) {
      text(body.json(comma), name.getKey());
      text(body.json(":"), name.getValue());
      comma = ",";
    }
    body.json("},\"ExpressionAttributeValues\":{");
    comma = "";
    for (Map.Entry<String, AttributeValue> value : update.values().entrySet()) {
      text(body.json(comma), value.getKey());
      String s = value.getValue().s();
      text(body.json(s != null ? ":{\"S\":" : ":{\"N\":"), s != null ? s : value.getValue().n());
      body.json("}");
      comma = ",";
    }
    return body.json("}}");
  }

  private static void text(JsonBytes body, String text) {
    body.string(text.getBytes(UTF_8));
  }
}
