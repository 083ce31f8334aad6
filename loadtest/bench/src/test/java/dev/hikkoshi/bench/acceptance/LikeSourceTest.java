package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.Projection;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughput;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.Tag;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/// A destination that is made like its source.
class LikeSourceTest {
  private static final ProvisionedThroughput CAPACITY =
      ProvisionedThroughput.builder().readCapacityUnits(50L).writeCapacityUnits(70L).build();

  private final Cloud cloud = Cloud.get();
  private final DynamoDbClient dynamoDb = cloud.dynamoDb();
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"like-at-once, with-table", "like-later, after-load"})
  void aTableWithEverythingIsMadeLikeItsSource(String prefix, String indexes) {
    String name = Cloud.named(prefix);
    String arn = source(name);
    String copy = name + "-copy";
    String file = file(name, arn, copy, "indexes: " + indexes);
    var run = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(run.exit()).as(run.json().toString()).isZero();
    assertThat(run.json().path("exact").asBoolean()).isTrue();
    assertThat(settings(copy)).isEqualTo(settings(name));
    assertThat(dynamoDb.scan(r -> r.tableName(copy).indexName("by-city")).count()).isEqualTo(12);
    assertThat(dynamoDb.scan(r -> r.tableName(copy).indexName("by-age")).count()).isEqualTo(12);
    assertThat(cloud.hikkoshi("run", file, "--fleet", "none").exit()).isZero();
  }

  @Test
  void theSettingsOfATableThatIsThereAreLeftAlone() {
    String none = Cloud.named("like-none");
    String noneCopy = none + "-copy";
    String arn = source(none);
    dynamoDb.createTable(base(noneCopy).build());
    Map<String, Object> before = settings(noneCopy);
    String file = file(none, arn, noneCopy, "indexes: after-load");
    String otherName = Cloud.named("like-other");
    String otherCopy = otherName + "-copy";
    cloud.s3().createBucket(r -> r.bucket(otherName + "-exports"));
    var run = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(run.exit()).as(run.json().toString()).isZero();
    assertThat(settings(noneCopy)).isEqualTo(before);

    cloud.table(otherCopy, "id", ScalarAttributeType.S);
    String other = file(otherName, arn, otherCopy, "indexes: with-table");
    var refused = cloud.hikkoshi("run", other, "--fleet", "none");
    assertThat(refused.exit()).as(refused.json().toString()).isEqualTo(3);
    assertThat(refused.message()).contains(otherCopy + " has another key");
  }

  @Test
  void anExportThatDoesNotSayItsTableIsRefused() {
    String name = Cloud.named("like-unsaid");
    var export = new TestExport(name).items(3, 1).write();
    String file =
        new MigrationFiles(folder)
            .write(
                name,
                """
                name: %s
                source: { dynamodb-export: "%s" }
                destination: { table: %s, create: like-source }
                """
                    .formatted(name, export.location(), name));
    var refused = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.message()).contains("tableArn", "create " + name + " first");
    assertThat(dynamoDb.listTables().tableNames()).doesNotContain(name);
  }

  private String file(String name, String arn, String copy, String more) {
    return new MigrationFiles(folder)
        .write(
            name,
            """
            name: %s
            source: { table: "%s", export-to: s3://%s }
            destination: { table: %s, create: like-source, %s }
            """
                .formatted(name, arn, name + "-exports", copy, more));
  }

  /// A table with two global and one local index, a stream, time to live, tags and items.
  private String source(String name) {
    cloud.s3().createBucket(r -> r.bucket(name + "-exports"));
    String arn =
        dynamoDb
            .createTable(
                base(name)
                    .globalSecondaryIndexes(
                        global("by-city", "city", ProjectionType.ALL),
                        global("by-age", "age", ProjectionType.KEYS_ONLY))
                    .localSecondaryIndexes(
                        LocalSecondaryIndex.builder()
                            .indexName("by-joined")
                            .keySchema(key("pk", KeyType.HASH), key("joined", KeyType.RANGE))
                            .projection(
                                Projection.builder()
                                    .projectionType(ProjectionType.INCLUDE)
                                    .nonKeyAttributes("city")
                                    .build())
                            .build())
                    .attributeDefinitions(
                        attribute("pk", ScalarAttributeType.S),
                        attribute("sk", ScalarAttributeType.N),
                        attribute("city", ScalarAttributeType.S),
                        attribute("age", ScalarAttributeType.N),
                        attribute("joined", ScalarAttributeType.S))
                    .streamSpecification(s ->
                        s.streamEnabled(true).streamViewType(StreamViewType.NEW_AND_OLD_IMAGES))
                    .tags(tag("team", "move"), tag("cost", "42"))
                    .build())
            .tableDescription()
            .tableArn();
    for (int i = 0; i < 12; i++) {
      var item =
          Map.of(
              "pk", AttributeValue.fromS("p" + i % 3),
              "sk", AttributeValue.fromN("" + i),
              "city", AttributeValue.fromS("c" + i % 2),
              "age", AttributeValue.fromN("" + i % 5),
              "joined", AttributeValue.fromS("j" + i),
              "until", AttributeValue.fromN("" + 4_000_000_000L));
      dynamoDb.putItem(r -> r.tableName(name).item(item));
    }
    dynamoDb.updateTimeToLive(r ->
        r.tableName(name).timeToLiveSpecification(t -> t.attributeName("until").enabled(true)));
    new SourceTables(dynamoDb).recoverable(name, true);
    return arn;
  }

  /// Only the keys.
  private static CreateTableRequest.Builder base(String name) {
    return CreateTableRequest.builder()
        .tableName(name)
        .provisionedThroughput(CAPACITY)
        .keySchema(key("pk", KeyType.HASH), key("sk", KeyType.RANGE))
        .attributeDefinitions(
            attribute("pk", ScalarAttributeType.S), attribute("sk", ScalarAttributeType.N));
  }

  private static GlobalSecondaryIndex global(String name, String key, ProjectionType projection) {
    return GlobalSecondaryIndex.builder()
        .indexName(name)
        .keySchema(key(key, KeyType.HASH))
        .projection(p -> p.projectionType(projection))
        .provisionedThroughput(CAPACITY)
        .build();
  }

  private static KeySchemaElement key(String name, KeyType type) {
    return KeySchemaElement.builder().attributeName(name).keyType(type).build();
  }

  private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
    return AttributeDefinition.builder().attributeName(name).attributeType(type).build();
  }

  private static Tag tag(String key, String value) {
    return Tag.builder().key(key).value(value).build();
  }

  /// Everything that can be told apart between two tables made alike.
  private Map<String, Object> settings(String name) {
    TableDescription table = dynamoDb.describeTable(r -> r.tableName(name)).table();
    var settings = new TreeMap<String, Object>();
    settings.put("key", table.keySchema());
    settings.put("attributes", Set.copyOf(table.attributeDefinitions()));
    settings.put("writes", table.provisionedThroughput().writeCapacityUnits());
    settings.put("reads", table.provisionedThroughput().readCapacityUnits());
    settings.put("protected", String.valueOf(table.deletionProtectionEnabled()));
    settings.put("stream", String.valueOf(table.streamSpecification()));
    settings.put(
        "global",
        table.globalSecondaryIndexes().stream()
            .collect(
                Collectors.toMap(
                    i -> i.indexName(),
                    i ->
                        List.of(
                            i.keySchema(),
                            i.projection(),
                            i.provisionedThroughput().writeCapacityUnits(),
                            i.indexStatus()))));
    settings.put(
        "local",
        table.localSecondaryIndexes().stream()
            .map(i -> List.of(i.indexName(), i.keySchema(), i.projection()))
            .toList());
    var ttl = dynamoDb.describeTimeToLive(r -> r.tableName(name)).timeToLiveDescription();
    settings.put(
        "ttl", ttl.timeToLiveStatus() == TimeToLiveStatus.ENABLED ? ttl.attributeName() : "none");
    settings.put("tags", dynamoDb.listTagsOfResource(r -> r.resourceArn(table.tableArn())).tags());
    return settings;
  }
}
