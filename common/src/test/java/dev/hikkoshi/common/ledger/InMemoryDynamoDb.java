package dev.hikkoshi.common.ledger;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemResponse;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;
import software.amazon.awssdk.services.dynamodb.paginators.QueryIterable;

/// One table in memory that understands the few expressions a ledger uses. Thread-safe.
public final class InMemoryDynamoDb implements DynamoDbClient {
  private static final int MAX_SORT_KEY_BYTES = 1024;
  private static final Pattern SET =
      Pattern.compile("(#\\w+) = (?:if_not_exists\\(#\\w+, )?(:\\w+)(\\)?)");
  private static final Pattern ADD = Pattern.compile("(#\\w+) (:\\w+)");
  private static final Pattern COMPARE = Pattern.compile("(#\\w+) (=|<>|<) (:\\w+)");
  private static final Pattern EXISTS = Pattern.compile("attribute_(not_)?exists\\((#?\\w+)\\)");

  private final TreeMap<String, Map<String, AttributeValue>> rows = new TreeMap<>();

  /// Asked before every call; throws to have it fail.
  private Runnable before = () -> {};

  /// Runs between reading and answering.
  private Runnable afterRead = () -> {};

  private int reads;

  /// A ledger in a new table.
  public static Ledger ledger() {
    return new InMemoryDynamoDb().asLedger();
  }

  /// A ledger in this table.
  public Ledger asLedger() {
    return new Ledger(this, "ledger");
  }

  public synchronized void before(Runnable asked) {
    before = asked;
  }

  public synchronized void afterRead(Runnable read) {
    afterRead = read;
  }

  /// How many items were read one by one.
  public synchronized int reads() {
    return reads;
  }

  private static String key(Map<String, AttributeValue> row) {
    return text(row, "pk") + "\0" + text(row, "sk");
  }

  private static String text(Map<String, AttributeValue> row, String name) {
    AttributeValue value = row.get(name);
    return value == null ? "" : value.s();
  }

  @Override
  public synchronized GetItemResponse getItem(GetItemRequest request) {
    before.run();
    reads++;
    var row = rows.get(key(request.key()));
    afterRead.run();
    return row == null
        ? GetItemResponse.builder().build()
        : GetItemResponse.builder().item(row).build();
  }

  @Override
  public synchronized PutItemResponse putItem(PutItemRequest request) {
    before.run();
    checkKey(request.item());
    check(request.conditionExpression(), key(request.item()), Map.of(), Map.of());
    rows.put(key(request.item()), Map.copyOf(request.item()));
    return PutItemResponse.builder().build();
  }

  private static void checkKey(Map<String, AttributeValue> row) {
    int bytes = text(row, "sk").getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    if (bytes > MAX_SORT_KEY_BYTES || bytes == 0) {
      throw new IllegalArgumentException("sort key of " + bytes + " bytes");
    }
  }

  @Override
  public synchronized DeleteItemResponse deleteItem(DeleteItemRequest request) {
    before.run();
    check(
        request.conditionExpression(),
        key(request.key()),
        request.expressionAttributeNames(),
        request.expressionAttributeValues());
    rows.remove(key(request.key()));
    return DeleteItemResponse.builder().build();
  }

  @Override
  public synchronized UpdateItemResponse updateItem(UpdateItemRequest request) {
    before.run();
    checkKey(request.key());
    String key = key(request.key());
    var names = request.expressionAttributeNames();
    var values = request.expressionAttributeValues();
    check(request.conditionExpression(), key, names, values);
    var row = new HashMap<>(rows.getOrDefault(key, request.key()));
    String[] clauses = request.updateExpression().split(" ADD ", 2);
    SET.matcher(clauses[0])
        .results()
        .forEach(set -> {
          String name = of(names, set.group(1));
          if (set.group(3).isEmpty() || !row.containsKey(name)) {
            row.put(name, of(values, set.group(2)));
          }
        });
    if (clauses.length > 1) {
      ADD.matcher(clauses[1])
          .results()
          .forEach(add ->
              row.merge(
                  of(names, add.group(1)),
                  of(values, add.group(2)),
                  (a, b) ->
                      AttributeValue.fromN(
                          new BigDecimal(a.n()).add(new BigDecimal(b.n())).toString())));
    }
    rows.put(key, row);
    return UpdateItemResponse.builder().build();
  }

  private void check(
      @Nullable String condition,
      String key,
      Map<String, String> names,
      Map<String, AttributeValue> values) {
    if (condition == null) {
      return;
    }
    var row = rows.getOrDefault(key, Map.of());
    var exists = EXISTS.matcher(condition);
    var compare = COMPARE.matcher(condition);
    boolean holds;
    if (exists.matches()) {
      String name = exists.group(2).startsWith("#") ? of(names, exists.group(2)) : exists.group(2);
      holds = row.containsKey(name) == (exists.group(1) == null);
    } else if (compare.matches()) {
      AttributeValue is = row.get(of(names, compare.group(1)));
      AttributeValue than = of(values, compare.group(3));
      holds =
          switch (compare.group(2)) {
            case "=" -> than.equals(is);
            case "<>" -> !than.equals(is);
            default -> is != null && new BigDecimal(is.n()).compareTo(new BigDecimal(than.n())) < 0;
          };
    } else {
      throw new IllegalArgumentException("condition not understood: " + condition);
    }
    if (!holds) {
      throw ConditionalCheckFailedException.builder().message(condition).build();
    }
  }

  private static <T> T of(Map<String, T> map, String name) {
    T value = map.get(name);
    if (value == null) {
      throw new IllegalArgumentException("expression names unknown " + name);
    }
    return value;
  }

  @Override
  public synchronized QueryResponse query(QueryRequest request) {
    before.run();
    var values = request.expressionAttributeValues();
    String from = of(values, ":pk").s() + "\0";
    String prefix = values.containsKey(":sk") ? from + of(values, ":sk").s() : from;
    return QueryResponse.builder()
        .items(rows.subMap(prefix, prefix + Character.MAX_VALUE).values())
        .build();
  }

  @Override
  public QueryIterable queryPaginator(QueryRequest request) {
    return new QueryIterable(this, request);
  }

  @Override
  public String serviceName() {
    return "dynamodb";
  }

  @Override
  public void close() {}
}
