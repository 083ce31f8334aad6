package dev.hikkoshi.bench.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.common.time.SideBySide;
import dev.hikkoshi.common.time.Time;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/// What everyone writes first: Jackson reads a line, its tree becomes attribute values, and the AWS
/// SDK sends 25 of them at a time, on as many threads as a worker has. No queue, no ledger, no
/// pace.
final class PlainSdk implements MeasuredTask {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int BATCH = 25;
  private static final int DIFFERENT_ITEMS = 4_000;

  private final DynamoDbClient client;
  private final int threads;
  private final List<byte[]> lines =
      BenchItems.of(0, DIFFERENT_ITEMS).stream().map(line -> line.getBytes(UTF_8)).toList();

  PlainSdk(DynamoDbClient client, int threads) {
    this.client = client;
    this.threads = threads;
  }

  @Override
  public long run(int items) throws ExecutionException, InterruptedException {
    var next = new AtomicInteger();
    List<Callable<Long>> writers =
        IntStream.range(0, threads)
            .<Callable<Long>>mapToObj(_ -> () -> write(items, next))
            .toList();
    return SideBySide.run(Time.SYSTEM, "plain", writers).stream().mapToLong(Long::longValue).sum();
  }

  private long write(int items, AtomicInteger next) throws IOException {
    long written = 0;
    for (int from = next.getAndAdd(BATCH); from < items; from = next.getAndAdd(BATCH)) {
      var batch = new ArrayList<WriteRequest>(BATCH);
      for (int i = from; i < Math.min(from + BATCH, items); i++) {
        batch.add(put(lines.get(i % DIFFERENT_ITEMS)));
      }
      var response = client.batchWriteItem(r -> r.requestItems(Map.of(BenchMigration.NAME, batch)));
      if (response.hasUnprocessedItems() && !response.unprocessedItems().isEmpty()) {
        throw new IOException("a sink refused items");
      }
      written += batch.size();
    }
    return written;
  }

  private static WriteRequest put(byte[] line) throws IOException {
    var request = PutRequest.builder().item(map(JSON.readTree(line))).build();
    return WriteRequest.builder().putRequest(request).build();
  }

  private static Map<String, AttributeValue> map(JsonNode attributes) {
    var map = new HashMap<String, AttributeValue>();
    attributes.properties().forEach(each -> map.put(each.getKey(), value(each.getValue())));
    return map;
  }

  private static AttributeValue value(JsonNode typed) {
    var type = typed.properties().iterator().next();
    JsonNode value = type.getValue();
    return switch (type.getKey()) {
      case "S" -> AttributeValue.fromS(value.textValue());
      case "N" -> AttributeValue.fromN(value.textValue());
      case "B" -> AttributeValue.fromB(bytes(value));
      case "BOOL" -> AttributeValue.fromBool(value.booleanValue());
      case "NULL" -> AttributeValue.fromNul(value.booleanValue());
      case "SS" -> AttributeValue.fromSs(list(value, JsonNode::textValue));
      case "NS" -> AttributeValue.fromNs(list(value, JsonNode::textValue));
      case "BS" -> AttributeValue.fromBs(list(value, PlainSdk::bytes));
      case "L" -> AttributeValue.fromL(list(value, PlainSdk::value));
      case "M" -> AttributeValue.fromM(map(value));
      default -> throw new IllegalArgumentException(type.getKey());
    };
  }

  private static SdkBytes bytes(JsonNode base64) {
    try {
      return SdkBytes.fromByteArray(base64.binaryValue());
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static <T> List<T> list(JsonNode array, Function<JsonNode, T> element) {
    var list = new ArrayList<T>();
    array.forEach(each -> list.add(element.apply(each)));
    return list;
  }
}
