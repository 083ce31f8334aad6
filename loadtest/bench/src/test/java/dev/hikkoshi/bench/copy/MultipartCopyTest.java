package dev.hikkoshi.bench.copy;

import static dev.hikkoshi.bench.copy.Buckets.FROM;
import static dev.hikkoshi.bench.copy.Buckets.TO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.bench.copy.Wire.Answer;
import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.ledger.Upload;
import dev.hikkoshi.common.objects.CopySettings;
import dev.hikkoshi.common.unit.ObjectToCopy;
import dev.hikkoshi.worker.copy.DeadReasons;
import dev.hikkoshi.worker.copy.OpenUploads;
import dev.hikkoshi.worker.write.UnitEnd;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;

class MultipartCopyTest {
  private static final int PART = (int) CopySettings.MIN_PART;

  private Buckets buckets;

  @BeforeEach
  void start() throws IOException {
    buckets = new Buckets();
  }

  @AfterEach
  void stop() {
    buckets.close();
  }

  private void assertDone(UnitEnd end) {
    assertThat(end).isInstanceOf(UnitEnd.Done.class);
    assertThat(buckets.dead()).isEmpty();
  }

  private void assertCopied(String key) {
    assertThat(buckets.bytes(TO, key)).isEqualTo(buckets.bytes(FROM, key));
    assertThat(buckets.openUploads()).isEmpty();
  }

  private int partsCopied() {
    return buckets.wire.sent("UploadPartCopy").size();
  }

  /// Uploads an object in parts of these sizes.
  private ObjectToCopy upload(String key, int... sizes) {
    var random = new SplittableRandom(1);
    String id =
        buckets
            .s3
            .createMultipartUpload(
                r -> r.bucket(FROM).key(key).checksumAlgorithm("CRC32").checksumType("COMPOSITE"))
            .uploadId();
    var parts = new ArrayList<CompletedPart>();
    for (int size : sizes) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      int number = parts.size() + 1;
      var put =
          buckets.s3.uploadPart(
              r ->
                  r.bucket(FROM)
                      .key(key)
                      .uploadId(id)
                      .partNumber(number)
                      .checksumAlgorithm("CRC32"),
              RequestBody.fromBytes(bytes));
      parts.add(
          CompletedPart.builder()
              .partNumber(number)
              .eTag(put.eTag())
              .checksumCRC32(put.checksumCRC32())
              .build());
    }
    buckets.s3.completeMultipartUpload(
        r -> r.bucket(FROM).key(key).uploadId(id).multipartUpload(all -> all.parts(parts)));
    return buckets.planned(key);
  }

  @Test
  void aCopyInTheSourcesOwnPartsHasItsEtag() throws Exception {
    buckets.settings(new CopySettings(null, null, false, PART, 8L << 20));
    ObjectToCopy object = upload("own", PART + 7, PART + 7, 12);
    assertDone(buckets.copy(List.of(object)));
    assertCopied("own");
    assertThat(buckets.etag(TO, "own")).isEqualTo(buckets.etag(FROM, "own"));
    assertThat(partsCopied()).isEqualTo(3);
  }

  @Test
  void anObjectOfUnequalPartsIsCopiedInPartsOfOurOwn() throws Exception {
    ObjectToCopy object = upload("unequal", PART, PART + 1, PART + 2, PART);
    buckets.settings(new CopySettings(null, null, false, PART, 6L << 20));
    assertDone(buckets.copy(List.of(object)));
    assertCopied("unequal");
  }

  @Test
  void everythingIsKept() throws Exception {
    buckets.s3.putObject(
        r ->
            r.bucket(FROM)
                .key("all")
                .metadata(Map.of("a", "1", "b-c", "x, y"))
                .contentType("text/x-any")
                .cacheControl("no-store")
                .contentDisposition("attachment; filename=\"a\"")
                .contentEncoding("gzip")
                .contentLanguage("ja")
                .overrideConfiguration(c -> c.putHeader("Expires", "some day"))
                .storageClass("ONEZONE_IA")
                .checksumAlgorithm("CRC32C")
                .tagging("k%20=v%2B&e="),
        RequestBody.fromBytes(new byte[PART + 1]));
    assertDone(buckets.copy(List.of(buckets.planned("all"))));
    assertCopied("all");
    var source =
        buckets.s3.headObject(r -> r.bucket(FROM).key("all").checksumMode(ChecksumMode.ENABLED));
    var copy =
        buckets.s3.headObject(r -> r.bucket(TO).key("all").checksumMode(ChecksumMode.ENABLED));
    assertThat(copy.toBuilder().eTag("").lastModified(null).build().toString())
        .isEqualTo(source.toBuilder().eTag("").lastModified(null).build().toString());
    assertThat(copy.checksumCRC32C()).isNotNull();
    assertThat(buckets.s3.getObjectTagging(r -> r.bucket(TO).key("all")).tagSet())
        .hasSize(2)
        .isEqualTo(buckets.s3.getObjectTagging(r -> r.bucket(FROM).key("all")).tagSet());
  }

  /// A worker dies in the middle: whoever comes next copies what is missing, and only that.
  @Test
  void whatWasCopiedIsNotCopiedAgain() throws Exception {
    ObjectToCopy object = buckets.put("huge", 40 * PART - 1, 1);
    var middle = new CountDownLatch(1);
    var arrived = new AtomicInteger();
    buckets.wire.answers(sent -> {
      if (sent.operation().equals("UploadPartCopy") && arrived.incrementAndGet() > 20) {
        middle.countDown();
        block(); // until the worker is interrupted
      }
      return Optional.empty();
    });
    Thread worker =
        Thread.ofVirtual()
            .start(() -> {
              try {
                buckets.copy(List.of(object));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    middle.await();
    while (stored() < 20) {
      Thread.onSpinWait();
    }
    worker.interrupt();
    worker.join();
    assertThat(stored()).isEqualTo(20);
    assertThat(buckets.openUploads()).hasSize(1);

    buckets.wire.sent.clear();
    buckets.wire.answers(_ -> Optional.empty());
    assertDone(buckets.copy(List.of(object)));
    assertThat(partsCopied()).isEqualTo(20);
    assertCopied("huge");

    // A unit that is delivered again finds that all is done.
    buckets.wire.sent.clear();
    assertDone(buckets.copy(List.of(object)));
    assertThat(partsCopied()).isZero();
    assertThat(buckets.wire.sent("CreateMultipartUpload")).isEmpty();
  }

  private static void block() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int stored() {
    return buckets.openUploads().stream()
        .mapToInt(upload ->
            buckets
                .s3
                .listParts(r -> r.bucket(TO).key(upload.key()).uploadId(upload.uploadId()))
                .parts()
                .size())
        .sum();
  }

  @Test
  void aPartThatFailsForGoodLeavesNothingOpen() throws Exception {
    ObjectToCopy object = buckets.put("changing", 3 * PART, 1);
    var parts = new AtomicInteger();
    buckets.wire.answers(sent ->
        sent.operation().equals("UploadPartCopy") && parts.incrementAndGet() == 2
            ? Answer.error(412, "PreconditionFailed")
            : Optional.empty());
    UnitEnd end = buckets.copy(List.of(object));
    assertThat(end).isInstanceOf(UnitEnd.Done.class);
    assertThat(buckets.dead())
        .containsExactly(new DeadItem("s0/0", "changing", DeadReasons.CHANGED, ""));
    assertThat(buckets.openUploads()).isEmpty();
    assertThat(buckets.ledger.uploads().all("m")).isEmpty();
  }

  @Test
  void anUploadWhoseCompletionWasNotHeardOfIsRecognised() throws Exception {
    ObjectToCopy object = buckets.put("unheard", 2 * PART, 1);
    var requests = new AtomicInteger();
    buckets.wire.answers(sent ->
        sent.operation().equals("CompleteMultipartUpload") && requests.incrementAndGet() == 1
            ? Answer.error(500, "InternalError")
            : Optional.empty());
    assertDone(buckets.copy(List.of(object)));
    assertThat(buckets.wire.sent("CompleteMultipartUpload")).hasSize(2);
    assertThat(partsCopied()).isEqualTo(2);
    assertCopied("unheard");
  }

  @Test
  void anUploadThatVanishedBeginsAnewWithTheNextAttempt() throws Exception {
    ObjectToCopy object = buckets.put("vanishing", 2 * PART, 1);
    assertDone(buckets.copy(List.of(object)));
    buckets.s3.deleteObject(r -> r.bucket(TO).key("vanishing"));
    assertThat(buckets.copy(List.of(object))).isInstanceOf(UnitEnd.Refused.class);
    assertDone(buckets.copy(List.of(object)));
    assertCopied("vanishing");
  }

  /// A worker died after S3 had begun an upload and before it could say which.
  @Test
  void anUploadThatNobodyKnowsOfIsAborted() throws Exception {
    ObjectToCopy object = buckets.put("orphan", 2 * PART, 1);
    var begun =
        new Upload(
            "s0/0",
            TO,
            "orphan",
            String.valueOf(object.etag()),
            PART,
            Instant.now().minusSeconds(5),
            Optional.empty(),
            Optional.empty());
    buckets.ledger.uploads().begin("m", begun);
    buckets.s3.createMultipartUpload(r -> r.bucket(TO).key("orphan"));
    assertDone(buckets.copy(List.of(object)));
    assertCopied("orphan");
  }

  @Test
  void whatAMigrationLeftOpenIsAborted() throws Exception {
    ObjectToCopy object = buckets.put("left", 2 * PART, 1);
    buckets.wire.answers(sent ->
        sent.operation().equals("UploadPartCopy")
            ? Answer.error(503, "SlowDown")
            : Optional.empty());
    assertThat(buckets.copy(List.of(object))).isInstanceOf(UnitEnd.Refused.class);
    var unknown =
        new Upload(
            "s0/9",
            TO,
            "unknown",
            "e",
            PART,
            Instant.now().minusSeconds(5),
            Optional.empty(),
            Optional.empty());
    buckets.ledger.uploads().begin("m", unknown);
    buckets.s3.createMultipartUpload(r -> r.bucket(TO).key("unknown"));
    buckets.s3.createMultipartUpload(r -> r.bucket(TO).key("unknown-and-not-ours"));
    assertThat(buckets.openUploads()).hasSize(3);
    assertThat(new OpenUploads(buckets.ledger, buckets.s3).abortAll("m")).isEqualTo(2);
    assertThat(buckets.openUploads()).extracting("key").containsExactly("unknown-and-not-ours");
    assertThat(buckets.ledger.uploads().all("m")).isEmpty();
  }

  @Test
  void aKeyThatNoXmlCanHoldIsDeadWithThatReason() throws Exception {
    ObjectToCopy object = buckets.put("a\u0001b", 2 * PART, 1);
    buckets.copy(List.of(object));
    assertThat(buckets.dead().getFirst().reason()).contains("control characters");
    assertThat(buckets.openUploads()).isEmpty();
  }
}
