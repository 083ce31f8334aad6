package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.KeyType;
import dev.hikkoshi.common.item.RandomItems;
import dev.hikkoshi.common.item.Value;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ExportFormat;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// Random items of all ten types, with what breaks movers, come out of a move as they went in: out
/// of an export in JSON, and out of one in ION.
class RoundTripTest {
  private static final int ITEMS = 250;

  private static final String NAME = Cloud.named("round-trip");

  private final Cloud cloud = Cloud.get();
  @TempDir private Path folder;

  @Test
  void itemsOfAllTypesComeOutAsTheyWentIn() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var sources = new SourceTables(cloud.dynamoDb());
    sources.create(NAME, "M", ScalarAttributeType.B);
    var random = new RandomItems(KeySchema.of("M", KeyType.B), seed);
    for (int i = 0; i < ITEMS; i++) {
      var item = attributes(random.next());
      cloud.dynamoDb().putItem(r -> r.tableName(NAME).item(item));
    }
    Map<String, Object> source = items(NAME);
    assertThat(source).hasSize(ITEMS);
    cloud.s3().createBucket(r -> r.bucket(NAME));
    for (ExportFormat format : List.of(ExportFormat.DYNAMODB_JSON, ExportFormat.ION)) {
      String name = format == ExportFormat.ION ? NAME + "-ion" : NAME + "-json";
      String export = sources.export(NAME, NAME, e -> e.exportFormat(format));
      cloud.table(name, "M", ScalarAttributeType.B);
      String file = new MigrationFiles(folder).write(name, export, name);
      var run = cloud.hikkoshi("run", file, "--fleet", "none");
      assertThat(run.exit()).as("seed " + seed + ": " + run.json()).isZero();
      assertThat(run.json().path("exact").asBoolean()).as("seed " + seed).isTrue();
      assertThat(items(name)).as("seed " + seed).isEqualTo(source);
    }
  }

  private Map<String, Object> items(String table) {
    var items = new TreeMap<String, Object>();
    cloud
        .dynamoDb()
        .scanPaginator(r -> r.tableName(table).consistentRead(true))
        .items()
        .forEach(item ->
            items.put(
                item.get("M").b().asString(StandardCharsets.ISO_8859_1),
                Meaning.of(AttributeValue.fromM(item))));
    return items;
  }

  private static Map<String, AttributeValue> attributes(Map<String, Value> item) {
    return item.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> attribute(each.getValue())));
  }

  private static AttributeValue attribute(Value value) {
    return switch (value) {
      case Value.Text(var text) -> AttributeValue.fromS(text);
      case Value.Numeric(var digits) -> AttributeValue.fromN(digits);
      case Value.Binary(var bytes) -> AttributeValue.fromB(bytes(bytes));
      case Value.Bool(var bool) -> AttributeValue.fromBool(bool);
      case Value.Null() -> AttributeValue.fromNul(true);
      case Value.Members(var type, var members) ->
          switch (type) {
            case "SS" -> AttributeValue.fromSs(members);
            case "NS" -> AttributeValue.fromNs(members);
            default -> AttributeValue.fromBs(members.stream().map(RoundTripTest::bytes).toList());
          };
      case Value.Elements(var elements) ->
          AttributeValue.fromL(elements.stream().map(RoundTripTest::attribute).toList());
      case Value.Entries(var entries) -> AttributeValue.fromM(attributes(entries));
    };
  }

  private static SdkBytes bytes(String chars) {
    return SdkBytes.fromByteArray(chars.getBytes(StandardCharsets.ISO_8859_1));
  }
}
