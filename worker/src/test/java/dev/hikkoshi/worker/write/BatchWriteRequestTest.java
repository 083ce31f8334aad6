package dev.hikkoshi.worker.write;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.item.DynamoDbJson;
import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.KeyType;
import dev.hikkoshi.common.item.RandomItems;
import dev.hikkoshi.common.item.Seeds;
import dev.hikkoshi.common.json.JsonCursor;
import dev.hikkoshi.common.json.MalformedJsonException;
import dev.hikkoshi.common.unit.RawJson;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchWriteRequestTest {
  private final BatchWriteRequest request = new BatchWriteRequest();

  @Test
  void isWhatDynamoDbReads() {
    request.build("users", List.of(TestItems.put(1, "é"), TestItems.delete(2)));
    assertThat(body())
        .isEqualTo(
            """
            {"RequestItems":{"users":[\
            {"PutRequest":{"Item":{"id":{"N":"1"},"v":{"S":"é"}}}},\
            {"DeleteRequest":{"Key":{"id":{"N":"2"}}}}]},\
            "ReturnConsumedCapacity":"TOTAL"}\
            """);
  }

  @Test
  void isReusedWithoutARemainder() {
    request.build("users", List.of(TestItems.put(1, "a".repeat(1000)), TestItems.put(2, "b")));
    request.build("tab", List.of(TestItems.delete(3)));
    assertThat(body())
        .isEqualTo(
            """
            {"RequestItems":{"tab":[{"DeleteRequest":{"Key":{"id":{"N":"3"}}}}]},\
            "ReturnConsumedCapacity":"TOTAL"}\
            """);
  }

  @Test
  void holdsAnyItemExactlyAsItWasExported() {
    Seeds.each(
        200,
        seed -> {
          var items = new RandomItems(KeySchema.of("id", KeyType.S), seed);
          List<WriteItem> batch =
              IntStream.rangeClosed(0, items.random().nextInt(25))
                  .mapToObj(i -> inTheMiddle(items))
                  .toList();
          request.build("users", batch);
          assertThat(parts())
              .isEqualTo(
                  batch.stream()
                      .map(item ->
                          (item.delete() ? "DeleteRequest Key " : "PutRequest Item ")
                              + item.json().toString().strip())
                      .toList());
        });
  }

  private static WriteItem inTheMiddle(RandomItems items) {
    var random = items.random();
    byte[] buffer = ("?" + DynamoDbJson.respelt(items.next(), random) + "?").getBytes(UTF_8);
    return new WriteItem(
        new RawJson(buffer, 1, buffer.length - 1), random.nextBoolean(), new ItemKey(buffer), 1);
  }

  private List<String> parts() throws MalformedJsonException {
    var parts = new ArrayList<String>();
    var json = new JsonCursor().reset(request.buffer(), 0, request.length());
    json.enterObject();
    assertThat(json.nextField()).isTrue();
    json.enterObject();
    assertThat(json.nextField()).isTrue();
    json.enterArray();
    while (json.nextElement()) {
      json.enterObject();
      assertThat(json.nextField()).isTrue();
      String kind = json.textAsString();
      json.enterObject();
      assertThat(json.nextField()).isTrue();
      String what = json.textAsString();
      json.skipValue();
      parts.add(
          kind
              + " "
              + what
              + " "
              + new RawJson(request.buffer(), json.valueFrom(), json.valueTo()));
      assertThat(json.nextField()).isFalse();
      assertThat(json.nextField()).isFalse();
    }
    assertThat(json.nextField()).isFalse();
    assertThat(json.nextField()).isTrue();
    json.skipValue();
    assertThat(json.nextField()).isFalse();
    json.end();
    return parts;
  }

  private String body() {
    return new String(request.buffer(), 0, request.length(), UTF_8);
  }
}
