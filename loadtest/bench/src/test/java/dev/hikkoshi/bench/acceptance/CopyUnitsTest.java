package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.ledger.BucketDestination;
import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.common.ledger.UnitTotals;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.common.objects.CopySettings;
import dev.hikkoshi.common.unit.CopyObjects;
import dev.hikkoshi.common.unit.ObjectToCopy;
import dev.hikkoshi.common.unit.RemoveObjects;
import dev.hikkoshi.common.unit.UnitId;
import dev.hikkoshi.common.unit.Work;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.worker.copy.DeadReasons;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/// Units of objects, through real queues and workers.
class CopyUnitsTest {
  private static final List<String> ODD =
      List.of(
          "a//b",
          "a/b",
          "a",
          "+",
          "%2B",
          "%20 ",
          "引っ越し/\uD83D\uDE9A",
          "dir/",
          ".",
          "..",
          "x/../y",
          "/first",
          "tab\tnew\nline",
          "\u0001",
          "~!'()*&=?;:@,$#\"<>\\^`{|}");
  private static final int PART = (int) CopySettings.MIN_PART;

  private final Cloud cloud = Cloud.get();
  private final String name = Cloud.named("objects-" + System.nanoTime());
  private final String from = name + "-from";
  private final String to = name + "-to";

  @Test
  void aUnitOfObjectsOfAllKindsArrives() throws Exception {
    cloud.s3().createBucket(r -> r.bucket(from));
    cloud.s3().createBucket(r -> r.bucket(to));
    List<String> keys = new ArrayList<>(ODD);
    for (int i = keys.size(); i < 298; i++) {
      keys.add("k/" + i);
    }
    var random = new SplittableRandom(1);
    for (String key : keys) {
      put(key, random.nextInt(2_000), random);
    }
    put("large/one", PART + 1, random);
    put("large/two", 3 * PART, random);
    keys.addAll(List.of("large/one", "large/two"));
    List<ObjectToCopy> objects = keys.stream().map(this::planned).toList();
    cloud.s3().deleteObject(r -> r.bucket(from).key("k/100"));
    put("k/101", 3_000, random);

    plan();
    execute(new UnitId("s0", 0), new CopyObjects(from, to, objects));

    assertThat(cloud.ledger().dead().all(name))
        .containsExactlyInAnyOrder(
            new DeadItem("s0/0", "k/100", DeadReasons.GONE, ""),
            new DeadItem("s0/0", "k/101", DeadReasons.CHANGED, ""));
    UnitTotals totals = cloud.ledger().units().progress(name, "s0", 1).totals();
    assertThat(totals.items()).isEqualTo(298);
    assertThat(totals.dead()).isEqualTo(2);
    assertThat(listed()).hasSize(298);
    for (String key : keys) {
      if (!key.equals("k/100") && !key.equals("k/101")) {
        assertSame(key);
      }
    }
    assertThat(cloud.s3().listMultipartUploads(r -> r.bucket(to)).uploads()).isEmpty();

    execute(
        new UnitId("s0", 1),
        new RemoveObjects(to, ODD.stream().map(key -> "moved/" + key).toList()));
    assertThat(listed())
        .hasSize(298 - ODD.size())
        .allMatch(key -> key.startsWith("moved/k/") || key.startsWith("moved/large/"));
  }

  private void put(String key, int size, SplittableRandom random) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    cloud
        .s3()
        .putObject(
            r ->
                r.bucket(from)
                    .key(key)
                    .contentType("application/x-" + size)
                    .cacheControl("max-age=" + size)
                    .metadata(Map.of("size", String.valueOf(size)))
                    .storageClass(size % 3 == 0 ? "STANDARD_IA" : "STANDARD")
                    .tagging("size=" + size + "&plus=%2B"),
            RequestBody.fromBytes(bytes));
  }

  private ObjectToCopy planned(String key) {
    HeadObjectResponse head = cloud.s3().headObject(r -> r.bucket(from).key(key));
    return new ObjectToCopy(
        key,
        head.contentLength(),
        head.eTag().replace("\"", ""),
        null,
        "moved/" + key,
        head.storageClass() == null ? "STANDARD" : head.storageClassAsString());
  }

  private void plan() {
    cloud
        .ledger()
        .migrations()
        .create(
            new Migration(
                name,
                List.of(),
                new BucketDestination(
                    from, to, "moved/", new CopySettings(null, null, false, PART, PART)),
                null,
                null,
                null,
                2_000,
                2_000,
                2_000,
                0,
                VerifyMode.ALL,
                MigrationState.PRODUCING,
                0,
                1,
                64,
                List.of(),
                Instant.now()));
  }

  private void execute(UnitId unit, Work work) throws InterruptedException {
    cloud.send(new WorkMessage(name, unit, 0, 0, work));
    while (!cloud.ledger().units().isSettled(name, unit)) {
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private List<String> listed() {
    return cloud.s3().listObjectsV2(r -> r.bucket(to).encodingType("url")).contents().stream()
        .map(S3Object::key)
        .toList();
  }

  private void assertSame(String key) {
    assertThat(bytes(to, "moved/" + key)).as(key).isEqualTo(bytes(from, key));
    assertThat(head(to, "moved/" + key)).as(key).isEqualTo(head(from, key));
    assertThat(cloud.s3().getObjectTagging(r -> r.bucket(to).key("moved/" + key)).tagSet())
        .as(key)
        .hasSize(2)
        .isEqualTo(cloud.s3().getObjectTagging(r -> r.bucket(from).key(key)).tagSet());
  }

  private byte[] bytes(String bucket, String key) {
    return cloud.s3().getObjectAsBytes(r -> r.bucket(bucket).key(key)).asByteArray();
  }

  /// All that is told of an object, but for what a copy in parts changes.
  private String head(String bucket, String key) {
    var head =
        cloud.s3().headObject(r -> r.bucket(bucket).key(key).checksumMode(ChecksumMode.ENABLED));
    var told = head.toBuilder().lastModified(null);
    return (key.contains("large/") ? told.eTag("") : told).build().toString();
  }
}
