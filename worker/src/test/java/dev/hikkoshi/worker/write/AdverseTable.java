package dev.hikkoshi.worker.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.aws.LoopbackDynamoDb.Answer;
import dev.hikkoshi.common.aws.LoopbackDynamoDb.Answers;
import dev.hikkoshi.common.aws.LoopbackDynamoDb.Request;
import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.item.MalformedItemException;
import dev.hikkoshi.common.json.JsonCursor;
import dev.hikkoshi.common.json.MalformedJsonException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A table behind BatchWriteItem that does to each request what a test decides. As DynamoDB does,
/// it refuses a whole batch for one poisoned item; a cursed one makes it fail, again and again.
final class AdverseTable implements Answers {
  static final String POISON = "poison";
  static final String CURSED = "cursed";

  /// What becomes of a request.
  sealed interface Fate {
    /// All but these places are written and the others echoed as unprocessed.
    record Write(Set<Integer> unprocessed) implements Fate {}

    /// The answer is this, and the request has taken effect or not.
    record Say(Answer answer, boolean written) implements Fate {}
  }

  /// The items by key, exactly as they were sent.
  final Map<ItemKey, String> items = new HashMap<>();

  final List<Request> requests = new ArrayList<>();
  double consumed;

  private final Function<Integer, Fate> fates;
  private final ItemScanner scanner = new ItemScanner(TestItems.SCHEMA);
  private final JsonCursor json = new JsonCursor();
  private @Nullable AssertionError problem;

  /// @param fates decides by the batch's size
  AdverseTable(Function<Integer, Fate> fates) {
    this.fates = fates;
  }

  /// Fails if a request was not one that DynamoDB accepts.
  void assertRequestsWereSound() {
    if (problem != null) {
      throw problem;
    }
  }

  @Override
  public synchronized Answer answer(Request request) {
    requests.add(request);
    try {
      List<Operation> batch = batch(request.body());
      assertThat(batch).isNotEmpty().hasSizeLessThanOrEqualTo(25);
      assertThat(batch).extracting(Operation::key).doesNotHaveDuplicates();
      if (batch.stream().anyMatch(operation -> operation.text.contains(POISON))) {
        return Answer.error(400, "ValidationException", "poisoned");
      }
      if (batch.stream().anyMatch(operation -> operation.text.contains(CURSED))) {
        return Answer.error(500, "InternalServerError", "cursed");
      }
      return switch (fates.apply(batch.size())) {
        case Fate.Write(Set<Integer> unprocessed) -> write(batch, unprocessed);
        case Fate.Say(Answer answer, boolean written) -> {
          if (written) {
            batch.forEach(this::apply);
          }
          yield answer;
        }
      };
    } catch (AssertionError e) {
      problem = e;
    } catch (MalformedJsonException | MalformedItemException e) {
      problem = new AssertionError(request.text(), e);
    }
    return Answer.of(500, "");
  }

  private Answer write(List<Operation> batch, Set<Integer> unprocessed) {
    var echoed = new ArrayList<String>();
    int units = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (unprocessed.contains(i)) {
        echoed.add(batch.get(i).echo());
      } else {
        apply(batch.get(i));
        units++;
      }
    }
    consumed += units;
    return Answer.of(
        200,
        "{\"UnprocessedItems\":{"
            + (echoed.isEmpty() ? "" : "\"users\":[" + String.join(",", echoed) + "]")
            + "},\"ConsumedCapacity\":[{\"TableName\":\"users\",\"CapacityUnits\":"
            + units
            + ".0}]}");
  }

  private void apply(Operation operation) {
    if (operation.delete) {
      items.remove(operation.key);
    } else {
      items.put(operation.key, operation.text);
    }
  }

  private List<Operation> batch(byte[] body) throws MalformedJsonException, MalformedItemException {
    var batch = new ArrayList<Operation>();
    json.reset(body, 0, body.length).enterObject();
    while (json.nextField()) {
      if (!json.textAsString().equals("RequestItems")) {
        json.skipValue();
        continue;
      }
      json.enterObject();
      while (json.nextField()) {
        assertThat(json.textAsString()).isEqualTo("users");
        json.enterArray();
        while (json.nextElement()) {
          batch.add(operation(body));
        }
      }
    }
    json.end();
    return batch;
  }

  private Operation operation(byte[] body) throws MalformedJsonException, MalformedItemException {
    json.enterObject();
    assertThat(json.nextField()).isTrue();
    boolean delete = json.textAsString().equals("DeleteRequest");
    json.enterObject();
    assertThat(json.nextField()).isTrue();
    assertThat(json.textAsString()).isEqualTo(delete ? "Key" : "Item");
    json.skipValue();
    var text = new String(body, json.valueFrom(), json.valueTo() - json.valueFrom(), UTF_8);
    scanner.scan(body, json.valueFrom(), json.valueTo());
    var operation = new Operation(delete, text, new ItemKey(scanner.key()));
    assertThat(json.nextField()).isFalse();
    assertThat(json.nextField()).isFalse();
    return operation;
  }

  private record Operation(boolean delete, String text, ItemKey key) {
    /// The item in AWS's own spelling: `1` comes back as `1.0`.
    String echo() {
      String spelt = text.replaceFirst("\"N\":\"([0-9]+)\"", "\"N\": \"$1.0\"");
      return delete
          ? "{\"DeleteRequest\":{\"Key\":" + spelt + "}}"
          : "{\"PutRequest\":{\"Item\":" + spelt + "}}";
    }
  }
}
