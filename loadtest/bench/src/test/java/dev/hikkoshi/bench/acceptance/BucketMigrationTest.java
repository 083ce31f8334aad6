package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.bench.demo.DemoObjects;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.worker.copy.DeadReasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;

/// Whole migrations of buckets, as their operator calls them.
class BucketMigrationTest {
  private static final String PARTS = "multipart-threshold: 5MiB, part-size: 5MiB";

  private final Cloud cloud = Cloud.get();
  private final String name = Cloud.named("bucket-" + System.nanoTime());
  private final String from = name + "-from";
  private final String to = name + "-to";
  private final String inventories = name + "-inv";
  private final DemoObjects source = new DemoObjects(cloud.s3(), new Silent());
  @TempDir private Path folder;

  private void create() {
    List.of(from, to, inventories).forEach(each -> cloud.s3().createBucket(r -> r.bucket(each)));
  }

  private S3Location inventory(String format) {
    return source.inventory(from, inventories, "first", format);
  }

  private String file(String yaml) {
    return new MigrationFiles(folder).write(name, yaml);
  }

  private String copyOf(String what, String more) {
    return file(
        """
        name: %s
        source: { %s }
        destination: { bucket: %s, prefix: moved/, %s }
        %s
        """
            .formatted(name, what, to, PARTS, more));
  }

  private Cloud.Answer run(String file, String... more) {
    String[] line = new String[4 + more.length];
    System.arraycopy(new String[] {"run", file, "--fleet", "none"}, 0, line, 0, 4);
    System.arraycopy(more, 0, line, 4, more.length);
    return cloud.hikkoshi(line);
  }

  private void put(String key, String text) {
    cloud.s3().putObject(r -> r.bucket(from).key(key), RequestBody.fromString(text));
  }

  private void remove(String key) {
    cloud.s3().deleteObject(r -> r.bucket(from).key(key));
  }

  private Map<String, String> etags(String bucket, String prefix) {
    var etags = new TreeMap<String, String>();
    cloud
        .s3()
        .listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix))
        .contents()
        .forEach(object -> etags.put(object.key().substring(prefix.length()), object.eTag()));
    return etags;
  }

  private static void assertExact(Cloud.Answer answer) {
    assertThat(answer.exit()).as(answer.json().toString()).isZero();
    assertThat(answer.json().path("exact").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CSV", "ORC", "Parquet"})
  void anInventoryIsCopiedWithEverythingThatItsObjectsHave(String format)
      throws IOException, InterruptedException {
    create();
    source.fill(from, 300);
    String file = copyOf("s3-inventory: \"" + inventory(format) + "\"", "");
    Path report = folder.resolve("report");
    var answer = run(file, "--report", report.toString());
    assertExact(answer);
    assertThat(answer.json().path("copied").asInt()).isEqualTo(300);
    assertThat(answer.json().path("written").asInt()).isZero();
    assertThat(answer.json().path("sourceItems").asInt()).isEqualTo(300);
    assertThat(answer.json().path("destinationItems").asInt()).isEqualTo(300);
    for (int i = 0; i < 300; i++) {
      String key = DemoObjects.key(i);
      assertThat(head(to, "moved/" + key)).as(key).isEqualTo(head(from, key));
      assertThat(tags(to, "moved/" + key)).as(key).hasSize(2).isEqualTo(tags(from, key));
    }
    assertThat(cloud.s3().listMultipartUploads(r -> r.bucket(to)).uploads()).isEmpty();
    JsonNode certificate =
        new ObjectMapper().readTree(Files.readString(report.resolve("verification.json")));
    assertThat(certificate.path("exact").asBoolean()).isTrue();
    assertThat(certificate.path("source").path("digest").asText())
        .isEqualTo(certificate.path("destination").path("digest").asText());
    assertThat(run(file).json().path("copied").asInt()).isEqualTo(300);
  }

  private String head(String bucket, String key) {
    HeadObjectResponse head =
        cloud.s3().headObject(r -> r.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED));
    var told = head.toBuilder().lastModified(null);
    return (key.contains("large/") ? told.eTag("") : told).build().toString();
  }

  private List<Tag> tags(String bucket, String key) {
    return cloud.s3().getObjectTagging(r -> r.bucket(bucket).key(key)).tagSet().stream()
        .sorted(Comparator.comparing(Tag::key))
        .toList();
  }

  /// It starts at 3,500 copies a second, and the bucket takes sixty.
  @Test
  @EmbeddedOnly
  void aBucketThatSlowsDownIsCopiedSlowlyAndExactly() throws InterruptedException {
    create();
    String slow = to + "-slow";
    cloud.s3().createBucket(r -> r.bucket(slow));
    source.fill(from, 250);
    var answer =
        run(
            file(
                """
                name: %s
                source: { s3-inventory: "%s" }
                destination: { bucket: %s, %s }
                """
                    .formatted(name, inventory("CSV"), slow, PARTS)));
    assertExact(answer);
    assertThat(answer.json().path("copied").asInt()).isEqualTo(250);
    assertThat(answer.json().path("dead").asInt()).isZero();
    assertThat(answer.json().path("throttledRequests").asInt()).isPositive();
  }

  @Test
  void aListedBucketIsCopiedBelowItsPrefixAndOnlyWhatIsMeant() {
    create();
    IntStream.range(0, 60).forEach(i -> put("in/" + i % 3 + "/" + i, "text " + i));
    put("out/1", "not below the prefix");
    String file =
        copyOf(
            "s3-bucket: \"s3://" + from + "/in/\"",
            "include: [\"/in/0/*\", \"in/1/*\"]\nexclude: [\"/in/1/?\", \"/in/9/*\"]");
    var answer = run(file);
    assertExact(answer);
    assertThat(answer.json().path("copied").asInt()).isEqualTo(37);
    assertThat(etags(to, "moved/"))
        .hasSize(37)
        .containsKeys("0/0", "0/57", "1/58")
        .doesNotContainKeys("1/1", "2/2");
    assertThat(answer.json().path("unmatched").toString()).isEqualTo("[\"/in/9/*\"]");
  }

  @Test
  void namesWhatDiffers() throws IOException {
    create();
    IntStream.range(0, 30).forEach(i -> put("k" + i, "text " + i));
    String file = copyOf("s3-inventory: \"" + inventory("CSV") + "\"", "");
    assertExact(run(file));

    cloud.s3().deleteObject(r -> r.bucket(to).key("moved/k1"));
    cloud.s3().putObject(r -> r.bucket(to).key("moved/k2"), RequestBody.fromString("texT 2"));
    cloud.s3().putObject(r -> r.bucket(to).key("moved/more"), RequestBody.fromString(""));
    Path diff = folder.resolve("diff.jsonl");
    var found = cloud.hikkoshi("verify", file, "--fleet", "none", "--diff", diff.toString());
    assertThat(found.exit()).isEqualTo(1);
    assertThat(Files.readAllLines(diff))
        .containsExactlyInAnyOrder(
            "{\"kind\":\"missing\",\"key\":\"moved/k1\"}",
            "{\"kind\":\"different\",\"key\":\"moved/k2\"}",
            "{\"kind\":\"extra\",\"key\":\"moved/more\"}");
    var transferred = cloud.hikkoshi("verify", file, "--fleet", "none", "--mode", "transferred");
    assertThat(transferred.json().path("extra").asInt()).isZero();
    assertThat(transferred.json().path("missing").asInt()).isEqualTo(1);
    assertThat(transferred.json().path("different").asInt()).isEqualTo(1);

    String copies = source.inventory(to, inventories, "copies", "Parquet").toString();
    var against =
        cloud.hikkoshi(
            "verify", file, "--fleet", "none", "--diff", diff.toString(), "--against", copies);
    assertThat(against.exit()).as(against.json().toString()).isEqualTo(1);
    assertThat(Files.readAllLines(diff)).hasSize(3);
    assertThat(against.json().path("missing").asInt()).isEqualTo(1);
    assertThat(against.json().path("extra").asInt()).isEqualTo(1);
    assertThat(against.json().path("different").asInt()).isEqualTo(1);
    var ofSource =
        cloud.hikkoshi(
            "verify", file, "--fleet", "none", "--against", inventory("Parquet").toString());
    assertThat(ofSource.exit()).isEqualTo(2);
    assertThat(ofSource.message()).contains("is an inventory of " + from + ", not of " + to);

    String neverRun =
        new MigrationFiles(folder)
            .write("other", Files.readString(Path.of(file)).replace(name + "\n", name + "-o\n"));
    var compared = cloud.hikkoshi("verify", neverRun, "--fleet", "none");
    assertThat(compared.exit()).as(compared.json().toString()).isEqualTo(1);
    assertThat(compared.json().path("missing").asInt()).isEqualTo(1);
    assertThat(compared.json().path("extra").asInt()).isEqualTo(1);
    assertThat(cloud.ledger().migrations().find(name + "-o")).isEmpty();
  }

  @Test
  void twoInventoriesEndAsTheSecondAndNoMoreIsDeletedThanAllowed() {
    create();
    IntStream.range(0, 200).forEach(i -> put("k/" + i, "text " + i));
    S3Location first = inventory("CSV");
    assertExact(run(copyOf("s3-inventory: \"" + first + "\"", "")));
    IntStream.range(0, 20).forEach(i -> put("k/" + i, "changed " + i));
    IntStream.range(20, 50).forEach(i -> remove("k/" + i));
    IntStream.range(200, 210).forEach(i -> put("new/" + i, "new " + i));
    S3Location second = source.inventory(from, inventories, "second", "CSV");
    Map<String, String> before = etags(to, "moved/");

    String delta = "s3-inventory: \"" + second + "\", previous: \"" + first + "\"";
    String yaml =
        """
        name: %s-delta
        source: { %s }
        destination: { bucket: %s, prefix: moved/, %s }
        max-delete: %d
        """;
    String tooMany =
        new MigrationFiles(folder).write("refused", yaml.formatted(name, delta, to, PARTS, 29));
    var refused = run(tooMany);
    assertThat(refused.exit()).as(refused.json().toString()).isEqualTo(3);
    assertThat(refused.message()).contains("30 keys would be removed, max-delete allows 29");
    assertThat(etags(to, "moved/")).isEqualTo(before);

    String allowed =
        new MigrationFiles(folder).write("allowed", yaml.formatted(name, delta, to, PARTS, 30));
    var answer = run(allowed);
    assertExact(answer);
    assertThat(answer.json().path("copied").asInt()).isEqualTo(30);
    assertThat(answer.json().path("deleted").asInt()).isEqualTo(30);
    assertThat(etags(to, "moved/")).hasSize(180).isEqualTo(etags(from, ""));

    for (String key : List.of("moved/k/20", "moved/of-somebody-else")) {
      cloud.s3().putObject(r -> r.bucket(to).key(key), RequestBody.fromString("there"));
    }
    var left = cloud.hikkoshi("verify", allowed, "--fleet", "none", "--mode", "transferred");
    assertThat(left.exit()).as(left.json().toString()).isEqualTo(1);
    assertThat(left.json().path("extra").asInt()).isEqualTo(1);
  }

  @Test
  void anInventoryOfTheDestinationTellsWhatIsThereAlready() {
    create();
    IntStream.range(0, 50).forEach(i -> put("k/" + i, "text " + i));
    assertExact(run(copyOf("s3-inventory: \"" + inventory("CSV") + "\"", "")));
    IntStream.range(0, 5).forEach(i -> put("k/" + i, "changed"));
    IntStream.range(5, 8).forEach(i -> remove("k/" + i));
    put("new", "new");
    cloud.s3().deleteObject(r -> r.bucket(to).key("moved/k/9"));
    cloud.s3().putObject(r -> r.bucket(to).key("beside"), RequestBody.fromString("theirs"));
    String second = source.inventory(from, inventories, "second", "Parquet").toString();
    String there = source.inventory(to, inventories, "there", "CSV").toString();
    String yaml =
        """
        name: %s-sync
        source: { s3-inventory: "%s", previous: "%s" }
        destination: { bucket: %s, prefix: moved/ }
        max-delete: %d
        """;
    var files = new MigrationFiles(folder);
    var refused = run(files.write("few", yaml.formatted(name, second, there, to, 2)));
    assertThat(refused.exit()).as(refused.json().toString()).isEqualTo(3);
    var answer = run(files.write("sync", yaml.formatted(name, second, there, to, 3)));
    assertExact(answer);
    assertThat(answer.json().path("copied").asInt()).isEqualTo(7);
    assertThat(answer.json().path("deleted").asInt()).isEqualTo(3);
    assertThat(etags(to, "moved/")).isEqualTo(etags(from, ""));
    assertThat(etags(to, "")).containsKey("beside");
  }

  @Test
  void whatTheDestinationListsIsTakenForWhatIsThere() {
    create();
    String odd = "a b+c%2B//é";
    IntStream.range(0, 50).forEach(i -> put("k/" + i, "text " + i));
    List.of(odd, "gone " + odd, "~!'()*&=?").forEach(key -> put(key, "odd"));
    String yaml =
        """
        name: %s-%s
        source: { s3-inventory: "%s", previous: destination }
        destination: { bucket: %s, prefix: moved/ }
        %s
        """;
    var files = new MigrationFiles(folder);
    var empty = run(files.write("all", yaml.formatted(name, "all", inventory("CSV"), to, "")));
    assertExact(empty);
    assertThat(empty.json().path("copied").asInt()).isEqualTo(53);

    IntStream.range(0, 5).forEach(i -> put("k/" + i, "changed"));
    List.of("k/5", "k/6", "gone " + odd).forEach(this::remove);
    put("new " + odd, "new");
    cloud.s3().deleteObject(r -> r.bucket(to).key("moved/k/9"));
    for (String key : List.of("moved/theirs/ü", "beside")) {
      cloud.s3().putObject(r -> r.bucket(to).key(key), RequestBody.fromString("there"));
    }
    String second = source.inventory(from, inventories, "second", "Parquet").toString();
    Map<String, String> before = etags(to, "");
    var refused =
        run(files.write("few", yaml.formatted(name, "sync", second, to, "max-delete: 3")));
    assertThat(refused.exit()).as(refused.json().toString()).isEqualTo(3);
    assertThat(refused.message()).contains("4 keys would be removed, max-delete allows 3");
    assertThat(etags(to, "")).isEqualTo(before);
    assertThat(listings("sync")).isEmpty();

    String sync = files.write("sync", yaml.formatted(name, "sync", second, to, "max-delete: 4"));
    var answer = run(sync);
    assertExact(answer);
    assertThat(answer.json().path("copied").asInt()).isEqualTo(7);
    assertThat(answer.json().path("deleted").asInt()).isEqualTo(4);
    assertThat(etags(to, "moved/")).isEqualTo(etags(from, ""));
    assertThat(etags(to, "")).containsKey("beside");

    List<String> listed = listings("sync");
    assertThat(listed).hasSize(3);
    for (String key : List.of("moved/k/5", "moved/of-somebody-else")) {
      cloud.s3().putObject(r -> r.bucket(to).key(key), RequestBody.fromString("there"));
    }
    assertExact(run(sync));
    var left = cloud.hikkoshi("verify", sync, "--fleet", "none", "--mode", "transferred");
    assertThat(left.exit()).as(left.json().toString()).isEqualTo(1);
    assertThat(left.json().path("extra").asInt()).isEqualTo(1);
    assertThat(listings("sync")).isEqualTo(listed);
  }

  private List<String> listings(String suffix) {
    return cloud
        .s3()
        .listObjectsV2Paginator(
            r -> r.bucket(cloud.payloadBucket()).prefix("listings/" + name + "-" + suffix + "/"))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }

  @Test
  void aRepairCopiesWhatIsMissingOrDifferentAndRemovesTheRestIfWanted() {
    create();
    IntStream.range(0, 30).forEach(i -> put("k" + i, "text " + i));
    String file = copyOf("s3-inventory: \"" + inventory("CSV") + "\"", "");
    assertExact(run(file));
    cloud.s3().deleteObject(r -> r.bucket(to).key("moved/k1"));
    cloud.s3().putObject(r -> r.bucket(to).key("moved/k2"), RequestBody.fromString("texT 2"));
    cloud.s3().putObject(r -> r.bucket(to).key("moved/more"), RequestBody.fromString(""));
    var mended = cloud.hikkoshi("verify", file, "--fleet", "none", "--repair");
    assertThat(mended.exit()).as(mended.json().toString()).isEqualTo(1);
    assertThat(mended.json().path("missing").asInt()).isZero();
    assertThat(mended.json().path("different").asInt()).isZero();
    assertThat(mended.json().path("extra").asInt()).isEqualTo(1);
    var emptied = cloud.hikkoshi("verify", file, "--fleet", "none", "--repair", "--delete-extra");
    assertExact(emptied);
    assertThat(etags(to, "moved/")).isEqualTo(etags(from, ""));
    assertExact(run(file));
  }

  @Test
  void aDeadObjectIsSentAgain() {
    create();
    IntStream.range(0, 30).forEach(i -> put("k" + i, "text " + i));
    String file = copyOf("s3-inventory: \"" + inventory("CSV") + "\"", "");
    put("k4", "another text");
    remove("k5");
    assertThat(run(file).exit()).isEqualTo(1);
    put("k4", "text 4");
    var one = cloud.hikkoshi("dead", file, "--redrive", "--fleet", "none");
    assertThat(one.exit()).as(one.json().toString()).isEqualTo(1);
    assertThat(one.json().path("dead").asInt()).isEqualTo(1);
    assertThat(one.json().path("missing").asInt()).isEqualTo(1);
    assertThat(cloud.hikkoshi("dead", file).json().path("items"))
        .extracting(item -> item.path("key").asText() + ": " + item.path("reason").asText())
        .containsExactly("k5: " + DeadReasons.GONE);
    put("k5", "text 5");
    assertExact(cloud.hikkoshi("dead", file, "--redrive", "--fleet", "none"));
    assertThat(etags(to, "moved/")).isEqualTo(etags(from, ""));
  }

  @Test
  void whatIsGoneOrHasChangedSinceTheInventoryIsToldAndStopsNothing() {
    create();
    IntStream.range(0, 30).forEach(i -> put("k" + i, "text " + i));
    String file = copyOf("s3-inventory: \"" + inventory("CSV") + "\"", "");
    remove("k3");
    put("k4", "another text");
    var answer = run(file);
    assertThat(answer.exit()).isEqualTo(1);
    assertThat(answer.json().path("copied").asInt()).isEqualTo(28);
    assertThat(answer.json().path("missing").asInt()).isEqualTo(2);
    JsonNode dead = cloud.hikkoshi("dead", file).json().path("items");
    assertThat(dead)
        .extracting(item -> item.path("key").asText() + ": " + item.path("reason").asText())
        .containsExactlyInAnyOrder("k3: " + DeadReasons.GONE, "k4: " + DeadReasons.CHANGED);
  }

  @Test
  void aMissingBucketIsRefused() {
    cloud.s3().createBucket(r -> r.bucket(from));
    var answer = run(copyOf("s3-bucket: \"s3://" + from + "\"", ""));
    assertThat(answer.exit()).isEqualTo(3);
    assertThat(answer.message()).contains("no such bucket: " + to);
    assertThat(answer.json().path("subject").asText()).isEqualTo("destination.bucket");
  }

  @Test
  void aRunThatIsKilledGoesOn() throws Exception {
    create();
    source.fill(from, 1_500);
    String inventory = "s3-inventory: \"" + inventory("CSV") + "\"";
    String file = copyOf(inventory, "target: 200");
    try (var fleet = new ProcessFleet(folder, name)) {
      Process killed = fleet.start("first", "run", file);
      while (etags(to, "moved/").size() < 300) {
        assertThat(killed.isAlive()).as(fleet.err("first")).isTrue();
        TimeUnit.MILLISECONDS.sleep(100);
      }
      killed.destroyForcibly().waitFor();
      assertThat(etags(to, "moved/")).hasSizeLessThan(1_500);
      String faster = copyOf(inventory, "target: 3000");
      assertThat(fleet.start("second", "run", faster, "--output", "json").waitFor())
          .as(fleet.err("second"))
          .isZero();
      JsonNode answer = new ObjectMapper().readTree(fleet.out("second"));
      assertThat(answer.path("exact").asBoolean()).isTrue();
      assertThat(answer.path("copied").asInt()).isEqualTo(1_500);
    }
    assertThat(etags(to, "moved/")).hasSize(1_500);
    assertThat(cloud.s3().listMultipartUploads(r -> r.bucket(to)).uploads()).isEmpty();
  }

  private static final class Silent implements Progress {
    @Override
    public void step(String name, long total) {}

    @Override
    public void done(long items) {}

    @Override
    public void say(String line) {}

    @Override
    public void close() {}
  }
}
