package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.common.objects.CopySettings;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.MultipartUpload;

/// One object of forty parts, and a worker that is killed in the middle of it.
@EmbeddedOnly
class KilledCopyTest {
  private static final int PARTS = 40;

  /// Copied when the worker is killed.
  private static final int BEFORE = 12;

  private static final String KEY = "huge";

  private final Cloud cloud = Cloud.get();
  private final String name = Cloud.named("killed-copy-" + System.nanoTime());
  private final String from = name + "-from";
  private final String to = name + "-to";
  @TempDir private Path folder;

  @AfterEach
  void forgetTheBytes() {
    cloud.s3().deleteObject(r -> r.bucket(from).key(KEY));
    cloud.s3().deleteObject(r -> r.bucket(to).key(KEY));
  }

  private void create() {
    byte[] bytes = new byte[PARTS * (int) CopySettings.MIN_PART - 1];
    new SplittableRandom(1).nextBytes(bytes);
    cloud.s3().createBucket(r -> r.bucket(from));
    cloud.s3().createBucket(r -> r.bucket(to));
    cloud.s3().putObject(r -> r.bucket(from).key(KEY), RequestBody.fromBytes(bytes));
  }

  private int partsThere() {
    return cloud.s3().listMultipartUploads(r -> r.bucket(to)).uploads().stream()
        .mapToInt(this::partsThere)
        .sum();
  }

  private int partsThere(MultipartUpload upload) {
    return cloud
        .s3()
        .listParts(r -> r.bucket(to).key(KEY).uploadId(upload.uploadId()))
        .parts()
        .size();
  }

  private static void await(String what, BooleanSupplier happened) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
    while (!happened.getAsBoolean()) {
      assertThat(System.nanoTime()).as(what).isLessThan(until);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  @Test
  void onlyTheRestIsCopiedByAnother() throws Exception {
    create();
    String file =
        new MigrationFiles(folder)
            .write(
                name,
                """
                name: %s
                source: { s3-bucket: "s3://%s/" }
                destination: { bucket: %s, multipart-threshold: 5MiB, part-size: 5MiB }
                target: 3
                """
                    .formatted(name, from, to));
    try (var fleet = new ProcessFleet(folder, name)) {
      Process run = fleet.start("run", "run", file, "--fleet", "none", "--output", "json");
      fleet.start("produce", "produce");
      Process killed = fleet.start("work-1", "work");
      await("parts are copied", () -> partsThere() >= BEFORE);
      killed.destroyForcibly().waitFor();
      await("what it had sent is done", () -> cloud.partCopies(to, KEY) == partsThere());
      long copied = cloud.partCopies(to, KEY);
      assertThat(copied).isLessThan(PARTS);

      fleet.start("work-2", "work");
      fleet.start("target", "target", file, "100");
      assertThat(run.waitFor(150, TimeUnit.SECONDS)).as(fleet.err("run")).isTrue();
      assertThat(run.exitValue()).as(fleet.out("run") + fleet.err("run")).isZero();
      JsonNode result = new ObjectMapper().readTree(fleet.out("run"));
      assertThat(result.path("exact").asBoolean()).isTrue();
      assertThat(result.path("copied").asInt()).isEqualTo(1);
      assertThat(cloud.partCopies(to, KEY)).as("no part twice").isEqualTo(PARTS);
      assertThat(cloud.s3().listMultipartUploads(r -> r.bucket(to)).uploads()).isEmpty();
    }
  }
}
