package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.aws.VersionOrder;
import dev.hikkoshi.common.objects.InventoryObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.InventoryIncludedObjectVersions;
import software.amazon.awssdk.services.s3.model.InventoryOptionalField;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Migrations of buckets with all versions, as their operator calls them.
class BucketVersionsTest {
  private final Cloud cloud = Cloud.get();
  private final String name = Cloud.named("versions-" + System.nanoTime());
  private final String from = name + "-from";
  private final String to = name + "-to";
  private final String inventories = name + "-inv";
  @TempDir private Path folder;

  private void create(boolean keepsVersions) {
    List.of(from, to, inventories).forEach(each -> cloud.s3().createBucket(r -> r.bucket(each)));
    put("old", "from before versions");
    keepVersions(from);
    if (keepsVersions) {
      keepVersions(to);
    }
    put("old", "and after");
    for (int i = 0; i < 40; i++) {
      String key = "k/" + i;
      IntStream.rangeClosed(0, i % 3).forEach(v -> put(key, "text " + v / 2));
      if (i % 4 == 0) {
        delete(key);
        put(key, "again");
      }
      if (i % 5 == 0) {
        delete(key);
      }
    }
  }

  private void keepVersions(String bucket) {
    cloud
        .s3()
        .putBucketVersioning(r ->
            r.bucket(bucket)
                .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
  }

  private void put(String key, String text) {
    cloud.s3().putObject(r -> r.bucket(from).key(key), RequestBody.fromString(text));
  }

  private void delete(String key) {
    cloud.s3().deleteObject(r -> r.bucket(from).key(key));
  }

  private String inventory(String bucket, String format, boolean versions) {
    String id = format + versions;
    cloud
        .s3()
        .putBucketInventoryConfiguration(r ->
            r.bucket(bucket)
                .id(id)
                .inventoryConfiguration(c ->
                    c.id(id)
                        .isEnabled(true)
                        .includedObjectVersions(
                            versions
                                ? InventoryIncludedObjectVersions.ALL
                                : InventoryIncludedObjectVersions.CURRENT)
                        .schedule(s -> s.frequency("Daily"))
                        .optionalFields(
                            InventoryOptionalField.SIZE,
                            InventoryOptionalField.LAST_MODIFIED_DATE,
                            InventoryOptionalField.E_TAG,
                            InventoryOptionalField.STORAGE_CLASS)
                        .destination(d ->
                            d.s3BucketDestination(b ->
                                b.bucket("arn:aws:s3:::" + inventories)
                                    .prefix("i")
                                    .format(format)))));
    return cloud
        .s3()
        .listObjectsV2Paginator(r -> r.bucket(inventories).prefix("i/" + bucket + "/" + id + "/"))
        .contents()
        .stream()
        .map(S3Object::key)
        .filter(key -> key.endsWith("/manifest.json"))
        .max(String::compareTo)
        .map(key -> "s3://" + inventories + "/" + key)
        .orElseThrow();
  }

  private String file(String source) {
    return new MigrationFiles(folder)
        .write(
            name,
            """
            name: %s
            source: { %s }
            destination: { bucket: %s, prefix: moved/ }
            versions: all
            """
                .formatted(name, source, to));
  }

  private Cloud.Answer hikkoshi(String... line) {
    var all = new ArrayList<>(List.of(line));
    all.addAll(List.of("--fleet", "none"));
    return cloud.hikkoshi(all.toArray(String[]::new));
  }

  /// All versions by key, the newest first: size and ETag, or that it is a delete marker.
  private Map<String, List<String>> versions(String bucket, String prefix) {
    var versions = new TreeMap<String, List<String>>();
    cloud
        .s3()
        .listObjectVersionsPaginator(r -> r.bucket(bucket).prefix(prefix))
        .forEach(page ->
            VersionOrder.of(page)
                .forEach(each ->
                    versions
                        .computeIfAbsent(
                            each.key().substring(prefix.length()), _ -> new ArrayList<>())
                        .add(told(each))));
    return versions;
  }

  private static String told(InventoryObject version) {
    return version.deleteMarker() ? "deleted" : version.size() + " " + version.etag();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CSV", "ORC", "Parquet", "listing"})
  void allVersionsArriveInOrderWithTheirDeleteMarkers(String what) throws IOException {
    create(true);
    String source =
        what.equals("listing")
            ? "s3-bucket: \"s3://" + from + "/\""
            : "s3-inventory: \"" + inventory(from, what, true) + "\"";
    Path report = folder.resolve("report");
    var answer = hikkoshi("run", file(source), "--report", report.toString());
    assertThat(answer.exit()).as(answer.json().toString()).isZero();
    assertThat(answer.json().path("exact").asBoolean()).isTrue();
    Map<String, List<String>> wanted = versions(from, "");
    assertThat(wanted.get("old")).hasSize(2);
    assertThat(wanted.get("k/20")).hasSize(6).startsWith("deleted");
    assertThat(versions(to, "moved/")).isEqualTo(wanted);
    int rows = wanted.values().stream().mapToInt(List::size).sum();
    int deleted =
        rows
            - (int)
                wanted.values().stream()
                    .flatMap(List::stream)
                    .filter(each -> !each.equals("deleted"))
                    .count();
    assertThat(answer.json().path("sourceItems").asInt()).isEqualTo(rows);
    assertThat(answer.json().path("destinationItems").asInt()).isEqualTo(rows);
    assertThat(answer.json().path("copied").asInt()).isEqualTo(rows - deleted);
    assertThat(answer.json().path("deleted").asInt()).isEqualTo(deleted);
    assertThat(Files.readString(report.resolve("verification.json"))).contains("\"exact\" : true");
  }

  @Test
  void eachKeyWhoseVersionsDifferIsNamed() throws IOException {
    create(true);
    String file = file("s3-bucket: \"s3://" + from + "/\"");
    assertThat(hikkoshi("run", file).exit()).isZero();
    cloud.s3().putObject(r -> r.bucket(to).key("moved/k/2"), RequestBody.fromString("more"));
    cloud.s3().putObject(r -> r.bucket(to).key("moved/z"), RequestBody.fromString("more"));
    cloud.s3().deleteObject(r -> r.bucket(to).key("moved/k/1"));
    String version = cloud.s3().headObject(r -> r.bucket(to).key("moved/k/3")).versionId();
    cloud.s3().deleteObject(r -> r.bucket(to).key("moved/k/3").versionId(version));
    Path diff = folder.resolve("diff.jsonl");
    String[] wanted = {
      "{\"kind\":\"different\",\"key\":\"moved/k/1\"}",
      "{\"kind\":\"different\",\"key\":\"moved/k/2\"}",
      "{\"kind\":\"missing\",\"key\":\"moved/k/3\"}",
      "{\"kind\":\"extra\",\"key\":\"moved/z\"}"
    };
    assertThat(hikkoshi("verify", file, "--diff", diff.toString()).exit()).isEqualTo(1);
    assertThat(Files.readAllLines(diff)).containsExactlyInAnyOrder(wanted);
    var against =
        hikkoshi(
            "verify", file, "--diff", diff.toString(), "--against", inventory(to, "CSV", true));
    assertThat(against.exit()).as(against.json().toString()).isEqualTo(1);
    assertThat(Files.readAllLines(diff)).containsExactlyInAnyOrder(wanted);
  }

  @Test
  void aRepairAddsTheVersionsThatAreMissing() {
    create(true);
    String file = file("s3-inventory: \"" + inventory(from, "CSV", true) + "\"");
    assertThat(hikkoshi("run", file).exit()).isZero();
    String newest = cloud.s3().headObject(r -> r.bucket(to).key("moved/k/2")).versionId();
    cloud.s3().deleteObject(r -> r.bucket(to).key("moved/k/2").versionId(newest));
    String only = cloud.s3().headObject(r -> r.bucket(to).key("moved/k/3")).versionId();
    cloud.s3().deleteObject(r -> r.bucket(to).key("moved/k/3").versionId(only));
    var extra = hikkoshi("verify", file, "--repair", "--delete-extra");
    assertThat(extra.exit()).isEqualTo(2);
    assertThat(extra.json().path("subject").asText()).isEqualTo("--delete-extra");
    var mended = hikkoshi("verify", file, "--repair");
    assertThat(mended.exit()).as(mended.json().toString()).isZero();
    assertThat(versions(to, "moved/")).isEqualTo(versions(from, ""));
  }

  @Test
  void aBucketThatKeepsNoVersionsIsRefused() {
    create(false);
    var answer = hikkoshi("run", file("s3-bucket: \"s3://" + from + "/\""));
    assertThat(answer.exit()).isEqualTo(3);
    assertThat(answer.json().path("subject").asText()).isEqualTo("destination.bucket");
    assertThat(answer.message()).contains(to + " keeps no versions");
    assertThat(versions(to, "")).isEmpty();
  }

  @Test
  void anInventoryOfCurrentVersionsIsRefused() {
    create(true);
    var answer = hikkoshi("run", file("s3-inventory: " + inventory(from, "ORC", false)));
    assertThat(answer.exit()).isEqualTo(3);
    assertThat(answer.json().path("subject").asText()).isEqualTo("source.s3-inventory");
    assertThat(answer.message()).contains("does not tell versions apart");
  }
}
