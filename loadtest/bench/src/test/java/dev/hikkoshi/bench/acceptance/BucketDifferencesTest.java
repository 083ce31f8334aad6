package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.worker.copy.DeadReasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

/// What is told of buckets that differ, and what mends them.
class BucketDifferencesTest extends BucketMoves {
  /// Thirty objects that have arrived, of which then one is missing, one is different and one too
  /// many; returns the migration file.
  private String copiedAndSpoilt() {
    create();
    IntStream.range(0, 30).forEach(i -> put("k" + i, "text " + i));
    String file = copyOf("s3-inventory: \"" + inventory("CSV") + "\"", "");
    assertExact(run(file));
    cloud.s3().deleteObject(r -> r.bucket(to).key("moved/k1"));
    cloud.s3().putObject(r -> r.bucket(to).key("moved/k2"), RequestBody.fromString("texT 2"));
    cloud.s3().putObject(r -> r.bucket(to).key("moved/more"), RequestBody.fromString(""));
    return file;
  }

  @Test
  void namesWhatDiffers() throws IOException {
    String file = copiedAndSpoilt();
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
    String file = copiedAndSpoilt();
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
}
