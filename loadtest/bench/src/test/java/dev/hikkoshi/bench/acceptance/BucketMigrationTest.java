package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.bench.demo.DemoObjects;
import dev.hikkoshi.worker.copy.DeadReasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tag;

/// Whole migrations of buckets, as their operator calls them.
class BucketMigrationTest extends BucketMoves {
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
}
