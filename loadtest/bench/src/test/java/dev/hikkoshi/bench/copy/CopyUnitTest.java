package dev.hikkoshi.bench.copy;

import static dev.hikkoshi.bench.copy.Buckets.FROM;
import static dev.hikkoshi.bench.copy.Buckets.TO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.bench.copy.Wire.Answer;
import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.objects.CopySettings;
import dev.hikkoshi.common.unit.CopyObjects;
import dev.hikkoshi.common.unit.ObjectToCopy;
import dev.hikkoshi.worker.copy.DeadReasons;
import dev.hikkoshi.worker.pace.PaceOutcome;
import dev.hikkoshi.worker.write.UnitEnd;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ObjectCannedACL;

class CopyUnitTest {
  private Buckets buckets;

  @BeforeEach
  void start() throws IOException {
    buckets = new Buckets();
  }

  @AfterEach
  void stop() {
    buckets.close();
  }

  private List<ObjectToCopy> objects(int count) {
    return IntStream.range(0, count).mapToObj(i -> buckets.put("o" + i, 10 + i, i)).toList();
  }

  private static UnitEnd.Done done(UnitEnd end) {
    assertThat(end).isInstanceOf(UnitEnd.Done.class);
    return (UnitEnd.Done) end;
  }

  private void assertCopied(String key) {
    assertThat(buckets.bytes(TO, key)).isEqualTo(buckets.bytes(FROM, key));
  }

  @Test
  void anObjectWhoseSourceIsKnownCostsOneRequest() throws Exception {
    List<ObjectToCopy> objects = objects(40);
    UnitEnd.Done end = done(buckets.copy(objects));
    objects.forEach(object -> assertCopied(object.key()));
    assertThat(end.totals().items()).isEqualTo(40);
    assertThat(end.totals().requests()).isEqualTo(40);
    assertThat(buckets.wire.sent).hasSize(40);
    assertThat(buckets.paced).hasSize(40).allMatch(outcome -> outcome.written() == 1);
  }

  @Test
  void copiedTwiceIsTheSame() throws Exception {
    List<ObjectToCopy> objects = objects(3);
    done(buckets.copy(objects));
    done(buckets.copy(objects));
    objects.forEach(object -> assertCopied(object.key()));
  }

  /// Whenever it is sent: S3 refuses it once that instant is too long ago.
  @Test
  void everyRequestIsSignedForTheInstantOfItsLease() throws Exception {
    buckets.put("small", 10, 1);
    buckets.put("large", (5 << 20) + 1, 2);
    done(buckets.copy(List.of(unknown("small"), unknown("large"))));
    buckets.remove(TO, List.of("small"));
    assertThat(buckets.wire.sent)
        .extracting(Wire.Sent::operation)
        .contains(
            "HeadObject",
            "CopyObject",
            "CreateMultipartUpload",
            "GetObjectTagging",
            "UploadPartCopy",
            "CompleteMultipartUpload",
            "DeleteObjects");
    assertThat(buckets.wire.sent)
        .allSatisfy(sent -> {
          assertThat(sent.header("X-Amz-Date")).isEqualTo("20261121T010203Z");
          assertThat(sent.header("Authorization")).contains("/20261121/us-east-1/s3/aws4_request");
        });
  }

  private static ObjectToCopy unknown(String key) {
    return new ObjectToCopy(key, ObjectToCopy.UNKNOWN_SIZE, null, null, key, null);
  }

  @Test
  void whatIsGoneOrHasChangedIsSaidAndStopsNothing() throws Exception {
    List<ObjectToCopy> objects = objects(6);
    buckets.s3.deleteObject(r -> r.bucket(FROM).key("o1"));
    buckets.put("o2", 99, 99);
    buckets.put("unread", 5, 5);
    ObjectToCopy grown = new ObjectToCopy("unread", 4, null, null, "unread", null);
    ObjectToCopy never = unknown("never");
    var all = new ArrayList<>(objects);
    all.add(grown);
    all.add(never);
    UnitEnd.Done end = done(buckets.copy(all));
    assertThat(end.totals().items()).isEqualTo(4);
    assertThat(end.totals().dead()).isEqualTo(4);
    assertThat(buckets.dead())
        .containsExactlyInAnyOrder(
            new DeadItem("s0/0", "o1", DeadReasons.GONE, ""),
            new DeadItem("s0/0", "o2", DeadReasons.CHANGED, ""),
            new DeadItem("s0/0", "unread", DeadReasons.CHANGED, ""),
            new DeadItem("s0/0", "never", DeadReasons.GONE, ""));
    assertThat(buckets.s3.listObjectsV2(r -> r.bucket(TO)).contents())
        .extracting("key")
        .containsExactly("o0", "o3", "o4", "o5");
  }

  @Test
  void aSlowDownIsPacedAndTriedAgain() throws Exception {
    List<ObjectToCopy> objects = objects(1);
    var requests = new AtomicInteger();
    buckets.wire.answers(
        _ -> requests.incrementAndGet() <= 2 ? Answer.error(503, "SlowDown") : Optional.empty());
    UnitEnd.Done end = done(buckets.copy(objects));
    assertThat(end.totals().throttledRequests()).isEqualTo(2);
    assertThat(end.totals().requests()).isEqualTo(3);
    assertThat(end.totals().retried()).isEqualTo(2);
    assertThat(buckets.paced)
        .extracting(PaceOutcome::refusedUnknown)
        .containsExactly(1.0, 1.0, 0.0);
    assertThat(buckets.slept).hasSize(2);
    assertCopied("o0");
  }

  @Test
  void whatIsSlowedDownAgainAndAgainIsHandedBack() throws Exception {
    List<ObjectToCopy> objects = objects(40);
    buckets.wire.answers(
        sent -> sent.isFor("o7") ? Answer.error(503, "SlowDown") : Optional.empty());
    UnitEnd.Refused end = (UnitEnd.Refused) buckets.copy(objects);
    var rest = (CopyObjects) end.rest();
    assertThat(rest.objects()).contains(objects.get(7));
    assertThat(rest.objects().size() + end.totals().items()).isEqualTo(40);
    assertThat(end.delay()).isBetween(Duration.ZERO, Duration.ofSeconds(5));
    assertThat(end.failure()).isEmpty();
    buckets.wire.answers(_ -> Optional.empty());
    done(buckets.copy(rest.objects()));
    objects.forEach(object -> assertCopied(object.key()));
    assertThat(buckets.dead()).isEmpty();
  }

  @Test
  void anErrorInsideAnAnswerOf200IsAnError() throws Exception {
    List<ObjectToCopy> objects = objects(1);
    var requests = new AtomicInteger();
    buckets.wire.answers(_ ->
        requests.incrementAndGet() == 1 ? Answer.error(200, "InternalError") : Optional.empty());
    UnitEnd.Done end = done(buckets.copy(objects));
    assertThat(end.totals().requests()).isEqualTo(2);
    assertThat(buckets.paced).extracting(PaceOutcome::error).containsExactly(true, false);
    buckets.wire.answers(_ -> Answer.error(200, "InternalError"));
    UnitEnd.Refused refused = (UnitEnd.Refused) buckets.copy(objects);
    assertThat(refused.failure()).startsWith("InternalError: because");
    assertThat(refused.totals().items()).isZero();
  }

  @Test
  void oneObjectThatCanNotBeCopiedFailsAlone() throws Exception {
    List<ObjectToCopy> objects = objects(30);
    buckets.wire.answers(sent ->
        sent.isFor("o3")
            ? Answer.error(403, "AccessDenied")
            : sent.isFor("o4") ? Answer.error(403, "InvalidObjectState") : Optional.empty());
    UnitEnd.Done end = done(buckets.copy(objects));
    assertThat(end.totals().items()).isEqualTo(28);
    assertThat(buckets.dead())
        .containsExactlyInAnyOrder(
            new DeadItem("s0/0", "o3", "AccessDenied: because", ""),
            new DeadItem("s0/0", "o4", "InvalidObjectState: because", ""));
  }

  @Test
  void whoIsDeniedEverythingWaits() throws Exception {
    List<ObjectToCopy> objects = objects(60);
    var worker = buckets.worker();
    buckets.wire.answers(_ -> Answer.error(403, "AccessDenied"));
    assertThat(buckets.copy(worker, objects))
        .isEqualTo(new UnitEnd.Unavailable("AccessDenied: because"));
    assertThat(buckets.dead()).isEmpty();
    assertThat(buckets.wire.sent).hasSizeLessThan(60);
    // Not even who has copied before.
    buckets.wire.answers(_ -> Optional.empty());
    done(buckets.copy(worker, objects));
    buckets.wire.answers(_ -> Answer.error(403, "AccessDenied"));
    assertThat(buckets.copy(worker, objects)).isInstanceOf(UnitEnd.Unavailable.class);
    assertThat(buckets.dead()).isEmpty();
  }

  /// The last one that was copied is copied once more, so that one denied object in a unit of its
  /// own does not hold up everything.
  @Test
  void aUnitOfDeniedObjectsIsDeadIfOthersAreCopied() throws Exception {
    List<ObjectToCopy> objects = objects(2);
    var worker = buckets.worker();
    done(buckets.copy(worker, objects.subList(0, 1)));
    buckets.wire.answers(
        sent -> sent.isFor("o1") ? Answer.error(403, "AccessDenied") : Optional.empty());
    UnitEnd.Done end = done(buckets.copy(worker, objects.subList(1, 2)));
    assertThat(end.totals().dead()).isEqualTo(1);
    assertThat(buckets.dead()).extracting(DeadItem::key).containsExactly("o1");
  }

  @Test
  void aBucketThatIsGoneIsWaitedFor() throws Exception {
    List<ObjectToCopy> objects = objects(2);
    buckets.s3.deleteBucket(r -> r.bucket(TO));
    UnitEnd end = buckets.copy(objects);
    assertThat(((UnitEnd.Unavailable) end).reason()).startsWith("NoSuchBucket");
    // An answer to HEAD does not tell the bucket from the key.
    objects.forEach(object -> buckets.s3.deleteObject(r -> r.bucket(FROM).key(object.key())));
    buckets.s3.deleteBucket(r -> r.bucket(FROM));
    end = buckets.copy(List.of(unknown("o0")));
    assertThat(((UnitEnd.Unavailable) end).reason()).startsWith("NoSuchBucket");
    assertThat(buckets.dead()).isEmpty();
  }

  @Test
  void whenNobodyAnswersTheUnitWaits() throws Exception {
    List<ObjectToCopy> objects = objects(2);
    var worker = buckets.worker();
    buckets.stopListening();
    assertThat(buckets.copy(worker, objects)).isInstanceOf(UnitEnd.Unavailable.class);
    assertThat(buckets.unanswered).hasValue(0);
  }

  @Test
  void nothingIsSentThatIsNotAllowed() throws Exception {
    List<ObjectToCopy> objects = objects(2);
    buckets.allowed = false;
    assertThat(buckets.copy(objects)).isInstanceOf(UnitEnd.NotAllowed.class);
    assertThat(buckets.remove(TO, List.of("o0"))).isInstanceOf(UnitEnd.NotAllowed.class);
    assertThat(buckets.wire.sent).isEmpty();
  }

  @Test
  void anotherEtagIsNeverSuccess() throws Exception {
    List<ObjectToCopy> objects = objects(2);
    buckets.wire.answers(sent ->
        sent.operation().equals("CopyObject") && sent.isFor("o1")
            ? Optional.of(
                new Answer(
                    200,
                    "<CopyObjectResult><ETag>&quot;00000000000000000000000000000000&quot;</ETag>"
                        + "</CopyObjectResult>"))
            : Optional.empty());
    UnitEnd.Done end = done(buckets.copy(objects));
    assertThat(end.totals().items()).isEqualTo(1);
    assertThat(buckets.dead().getFirst().reason())
        .isEqualTo(
            "the copy's ETag is 00000000000000000000000000000000, the source's "
                + objects.get(1).etag());
  }

  @Test
  void storageClassAndOwnerCanBeChosen() throws Exception {
    buckets.settings(new CopySettings("GLACIER_IR", null, true, CopySettings.MIN_PART, 5L << 20));
    done(buckets.copy(smallAndLarge()));
    for (String operation : List.of("CopyObject", "CreateMultipartUpload")) {
      assertThat(buckets.wire.sent(operation).getFirst().header("x-amz-acl"))
          .isEqualTo(ObjectCannedACL.BUCKET_OWNER_FULL_CONTROL.toString());
    }
    for (String key : List.of("small", "large")) {
      assertThat(buckets.s3.headObject(r -> r.bucket(TO).key(key)).storageClassAsString())
          .isEqualTo("GLACIER_IR");
    }
  }

  /// The in-memory S3 has no KMS and says so, for each object.
  @Test
  void theKeyCanBeChosen() throws Exception {
    buckets.settings(new CopySettings(null, "key-id", false, CopySettings.MIN_PART, 5L << 20));
    done(buckets.copy(smallAndLarge()));
    for (String operation : List.of("CopyObject", "CreateMultipartUpload")) {
      Wire.Sent sent = buckets.wire.sent(operation).getFirst();
      assertThat(sent.header("x-amz-server-side-encryption")).isEqualTo("aws:kms");
      assertThat(sent.header("x-amz-server-side-encryption-aws-kms-key-id")).isEqualTo("key-id");
    }
    assertThat(buckets.dead())
        .hasSize(2)
        .allMatch(item -> item.reason().startsWith("NotImplemented"));
  }

  private List<ObjectToCopy> smallAndLarge() {
    return List.of(buckets.put("small", 10, 1), buckets.put("large", (5 << 20) + 1, 2));
  }

  @Test
  void theStorageClassIsKeptWhetherPlannedOrNot() throws Exception {
    for (String key : List.of("planned", "unplanned")) {
      buckets.s3.putObject(
          r -> r.bucket(FROM).key(key).storageClass("STANDARD_IA"), RequestBody.fromString(key));
    }
    ObjectToCopy planned = buckets.planned("planned");
    done(buckets.copy(List.of(planned, unknown("unplanned"))));
    for (String key : List.of("planned", "unplanned")) {
      assertThat(buckets.s3.headObject(r -> r.bucket(TO).key(key)).storageClassAsString())
          .isEqualTo("STANDARD_IA");
    }
  }
}
