package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ExportDescription;
import software.amazon.awssdk.services.dynamodb.model.ExportFormat;
import software.amazon.awssdk.services.dynamodb.model.ExportTableToPointInTimeRequest;
import software.amazon.awssdk.services.dynamodb.model.ExportType;
import software.amazon.awssdk.services.dynamodb.model.ExportViewType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// Exports of a living table: a full one and what changed since, in either format.
class ExportSeriesTest {
  private static final String BUCKET = Cloud.named("export-series");
  private static final String LIVING = Cloud.named("living");
  private static final String FULL = LIVING + "-full";
  private static final String COPY = LIVING + "-copy";
  private static final String NEW = LIVING + "-new";
  private static final int ITEMS = 200;
  private static final String[] NUMBERS = {
    "0", "-1.5", "600", "12345678901234567890123456789012345678", "1E-130", "-9.99E+125"
  };

  private final Cloud cloud = Cloud.get();
  @TempDir private Path folder;

  @Test
  void aFullExportAndWhatChangedSinceMakeTheTableAsItIs() {
    source(LIVING);
    for (int i = 0; i < ITEMS; i++) {
      put(LIVING, item(i, 0));
    }
    var full = export(LIVING, e -> e.exportFormat(ExportFormat.ION));
    String location = location(full);
    cloud.table(FULL, "id", ScalarAttributeType.S);
    var first = run(FULL, location);
    assertThat(first.exit()).as(first.json().toString()).isZero();
    assertThat(first.json().path("exact").asBoolean()).isTrue();
    assertThat(first.json().path("written").asInt()).isEqualTo(ITEMS);
    assertThat(items(FULL)).isEqualTo(items(LIVING));

    change(LIVING, 1);
    var changed = since(full.exportTime(), ExportFormat.DYNAMODB_JSON);
    change(LIVING, 2);
    var again = since(end(changed), ExportFormat.ION);
    change(LIVING, 3);
    var third = since(end(again), ExportFormat.DYNAMODB_JSON);
    var nothing = since(end(third), ExportFormat.DYNAMODB_JSON);
    assertThat(nothing.itemCount()).isZero();

    cloud.table(COPY, "id", ScalarAttributeType.S);
    var wrongOrder = run(COPY, location, location(again), location(changed));
    assertThat(wrongOrder.exit()).isEqualTo(3);
    assertThat(wrongOrder.message())
        .contains(
            "the exports do not join",
            "--allow-gap",
            location(again),
            "what was written between is missing")
        .contains(full.exportTime().toString(), end(changed).toString());
    assertThat(cloud.count(COPY)).isZero();

    var run =
        run(COPY, location, location(changed), location(again), location(third), location(nothing));
    assertThat(run.exit()).as(run.json().toString()).isZero();
    assertThat(run.json().path("exact").asBoolean()).isTrue();
    assertThat(run.json().path("deleted").asInt()).isEqualTo(60);
    assertThat(items(COPY)).isEqualTo(items(LIVING));

    // Exports that do not say what was: the state they end in is the same.
    var newChanged = newImages(full.exportTime(), end(changed), ExportFormat.ION);
    var newAgain = newImages(end(changed), end(again), ExportFormat.DYNAMODB_JSON);
    cloud.table(NEW, "id", ScalarAttributeType.S);
    var newImages = run(NEW, location, location(newChanged), location(newAgain), location(third));
    assertThat(newImages.exit()).as(newImages.json().toString()).isZero();
    assertThat(newImages.json().path("exact").asBoolean()).isTrue();
    assertThat(newImages.json().path("verified").asText()).isEqualTo("all");
    assertThat(newImages.json().path("sourceItems")).isEqualTo(run.json().path("sourceItems"));
    assertThat(items(NEW)).isEqualTo(items(LIVING));

    // Alone, upon what another migration has moved: only what it touches can be compared.
    var alone = run(FULL, location(newChanged), location(again), location(third));
    assertThat(alone.exit()).as(alone.json().toString()).isZero();
    assertThat(alone.json().path("exact").asBoolean()).isTrue();
    assertThat(alone.json().path("verified").asText()).isEqualTo("transferred");
    assertThat(items(FULL)).isEqualTo(items(LIVING));
    put(FULL, item(1001, 7));
    put(FULL, item(1, 7));
    var file = folder.resolve(FULL + "-3.yaml").toString();
    var differs = cloud.hikkoshi("verify", file, "--fleet", "none");
    assertThat(differs.exit()).isEqualTo(1);
    assertThat(differs.json().path("different").asInt()).isEqualTo(1);
    assertThat(differs.json().path("extra").asInt()).isEqualTo(1);
  }

  @Test
  void anExportWithoutFilesIsMoved() {
    String table = Cloud.named("no-files");
    var export = new TestExport(table).write();
    cloud.table(table, "id", ScalarAttributeType.S);
    var run = run(table, export.location());
    assertThat(run.exit()).as(run.json().toString()).isZero();
    assertThat(run.json().path("exact").asBoolean()).isTrue();
    assertThat(run.json().path("sourceItems").asInt()).isZero();
  }

  @Test
  void aGapIsLoadedWhereThatIsAllowedAndTheResultSaysSo() {
    String table = Cloud.named("with-a-gap");
    // Other items than the later export found: they were written in the gap.
    var items =
        IntStream.range(0, 20)
            .mapToObj(i -> "{\"id\":{\"S\":\"k" + i + "\"},\"n\":{\"N\":\"" + (i + 100) + "\"}}")
            .toList();
    var export = new TestExport(table).shard(items).write();
    String later = new TestIncrement(table + "-later").from("2026-11-20T06:00:00Z").write(20);
    cloud.table(table, "id", ScalarAttributeType.S);
    String file = file(table, export.location(), later);
    var refused = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(refused.exit()).isEqualTo(3);
    assertThat(refused.message())
        .contains("ends at 2026-11-20T00:00:00Z", "begins at 2026-11-20T06:00:00Z", "--allow-gap");
    assertThat(cloud.count(table)).isZero();
    var run = cloud.hikkoshi("run", file, "--fleet", "none", "--allow-gap");
    assertThat(run.exit()).as(run.json().toString()).isZero();
    assertThat(run.json().path("unsound").path(0).asText())
        .contains("begins at 2026-11-20T06:00:00Z", "what was written between is missing");
    assertThat(run.json().path("exact").asBoolean()).isTrue();
    assertThat(cloud.count(table)).isEqualTo(10);
  }

  @Test
  void ionThatIsNoItemFailsAloneAndIsNamedWithItsPlace() {
    String table = Cloud.named("ion-poison");
    var export =
        new TestExport(table)
            .ion()
            .shard(List.of("{id:\"a\",n:1.}", "{id:\"b\",n:2007T}", "{id:\"c\"", "{id:\"d\"}"))
            .write();
    cloud.table(table, "id", ScalarAttributeType.S);
    String file = new MigrationFiles(folder).write(table, export.location(), table);
    var run = cloud.hikkoshi("run", file, "--fleet", "none");
    assertThat(run.exit()).as(run.json().toString()).isEqualTo(1);
    assertThat(run.json().path("written").asInt()).isEqualTo(2);
    assertThat(run.json().path("dead").asInt()).isEqualTo(2);
    assertThat(cloud.hikkoshi("dead", file).json().toString())
        .contains(export.shardKey(0) + ":2", "no value of the Ion type timestamp")
        .contains(export.shardKey(0) + ":3", "not Ion text");
  }

  private Cloud.Answer run(String table, String... exports) {
    return cloud.hikkoshi("run", file(table, exports), "--fleet", "none");
  }

  private String file(String table, String... exports) {
    String name = table + "-" + exports.length;
    String list = String.join("\n    - ", exports);
    return new MigrationFiles(folder)
        .write(
            name,
            """
            name: %s
            source:
              dynamodb-export:
                - %s
            destination:
              table: %s
            target: 10000
            """
                .formatted(name, list, table));
  }

  private void source(String table) {
    cloud.s3().createBucket(r -> r.bucket(BUCKET));
    cloud.table(table, "id", ScalarAttributeType.S);
    cloud
        .dynamoDb()
        .updateContinuousBackups(r ->
            r.tableName(table)
                .pointInTimeRecoverySpecification(p -> p.pointInTimeRecoveryEnabled(true)));
  }

  /// Puts, updates and deletes some of the items, adds some, and one for a moment only.
  private void change(String table, int round) {
    for (int i = round; i < ITEMS; i += 7) {
      put(table, item(i, round));
    }
    for (int i = round; i < ITEMS; i += 10) {
      int id = i;
      cloud.dynamoDb().deleteItem(r -> r.tableName(table).key(key(id)));
    }
    for (int i = round + 2; i < ITEMS; i += 10) {
      int id = i;
      cloud
          .dynamoDb()
          .updateItem(r ->
              r.tableName(table)
                  .key(key(id))
                  .updateExpression("SET rounds = list_append(rounds, :r) REMOVE gone")
                  .expressionAttributeValues(
                      Map.of(
                          ":r", AttributeValue.fromL(List.of(AttributeValue.fromN("" + round))))));
    }
    for (int i = 0; i < 20; i++) {
      put(table, item(1000 * round + i, round));
    }
    // Deleted and put again: one change of the window.
    int again = 4;
    cloud.dynamoDb().deleteItem(r -> r.tableName(table).key(key(again)));
    put(table, item(again, round));
    put(table, item(9_999, round));
    cloud.dynamoDb().deleteItem(r -> r.tableName(table).key(key(9_999)));
  }

  private ExportDescription newImages(Instant from, Instant to, ExportFormat format) {
    return export(
        LIVING,
        e ->
            e.exportFormat(format)
                .exportType(ExportType.INCREMENTAL_EXPORT)
                .incrementalExportSpecification(s ->
                    s.exportFromTime(from)
                        .exportToTime(to)
                        .exportViewType(ExportViewType.NEW_IMAGE)));
  }

  private ExportDescription since(Instant from, ExportFormat format) {
    return export(
        LIVING,
        e ->
            e.exportFormat(format)
                .exportType(ExportType.INCREMENTAL_EXPORT)
                .incrementalExportSpecification(s -> s.exportFromTime(from)));
  }

  private static Instant end(ExportDescription incremental) {
    return incremental.incrementalExportSpecification().exportToTime();
  }

  private ExportDescription export(
      String table, Consumer<ExportTableToPointInTimeRequest.Builder> what) {
    return new SourceTables(cloud.dynamoDb()).exported(table, BUCKET, what);
  }

  private static String location(ExportDescription export) {
    return "s3://" + BUCKET + "/" + export.exportManifest();
  }

  /// By id, each value as what it means: numbers in no spelling, sets in no order.
  private Map<String, Object> items(String table) {
    var items = new TreeMap<String, Object>();
    cloud
        .dynamoDb()
        .scanPaginator(r -> r.tableName(table).consistentRead(true))
        .items()
        .forEach(item -> items.put(item.get("id").s(), Meaning.of(AttributeValue.fromM(item))));
    return items;
  }

  private void put(String table, Map<String, AttributeValue> item) {
    cloud.dynamoDb().putItem(r -> r.tableName(table).item(item));
  }

  private static Map<String, AttributeValue> key(int id) {
    return Map.of("id", AttributeValue.fromS("k" + id));
  }

  /// All ten types.
  private static Map<String, AttributeValue> item(int id, int round) {
    var number = AttributeValue.fromN(NUMBERS[id % NUMBERS.length]);
    return Map.ofEntries(
        Map.entry("id", AttributeValue.fromS("k" + id)),
        Map.entry("S", AttributeValue.fromS(id % 3 == 0 ? "" : "引っ越し\n\"'\\ 😀\u0000" + id)),
        Map.entry("N", number),
        Map.entry("B", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1, (byte) id}))),
        Map.entry("BOOL", AttributeValue.fromBool(id % 2 == 0)),
        Map.entry("null", AttributeValue.fromNul(true)),
        Map.entry("$ion_1_0", AttributeValue.fromS("$dynamodb_SS")),
        Map.entry("SS", AttributeValue.fromSs(List.of("b", "a" + id, "ü"))),
        Map.entry("NS", AttributeValue.fromNs(List.of("10", "9", "-0.5", "" + (100 + id)))),
        Map.entry(
            "BS",
            AttributeValue.fromBs(
                List.of(SdkBytes.fromUtf8String("b" + id), SdkBytes.fromUtf8String("x")))),
        Map.entry("rounds", AttributeValue.fromL(List.of(AttributeValue.fromN("" + round)))),
        Map.entry("gone", AttributeValue.fromS("soon")),
        Map.entry(
            "an attribute's map",
            AttributeValue.fromM(
                Map.of(
                    "M", AttributeValue.fromM(Map.of()),
                    "L", AttributeValue.fromL(List.of(number, AttributeValue.fromNul(true)))))));
  }
}
