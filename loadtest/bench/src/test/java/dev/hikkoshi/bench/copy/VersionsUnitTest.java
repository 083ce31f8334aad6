package dev.hikkoshi.bench.copy;

import static dev.hikkoshi.bench.copy.Buckets.FROM;
import static dev.hikkoshi.bench.copy.Buckets.TO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.bench.copy.Wire.Answer;
import dev.hikkoshi.common.ledger.DeadItem;
import dev.hikkoshi.common.unit.CopyVersions;
import dev.hikkoshi.common.unit.ObjectHistory;
import dev.hikkoshi.common.unit.VersionToCopy;
import dev.hikkoshi.worker.copy.DeadReasons;
import dev.hikkoshi.worker.write.UnitEnd;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;

/// Units of objects with all their versions, as a worker executes them.
class VersionsUnitTest {
  private final Buckets buckets;

  VersionsUnitTest() throws IOException {
    buckets = new Buckets();
  }

  @BeforeEach
  void keepVersions() {
    for (String bucket : List.of(FROM, TO)) {
      buckets.s3.putBucketVersioning(r ->
          r.bucket(bucket).versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    }
  }

  @AfterEach
  void close() {
    buckets.close();
  }

  private VersionToCopy put(String key, byte[] bytes) {
    var put = buckets.s3.putObject(r -> r.bucket(FROM).key(key), RequestBody.fromBytes(bytes));
    return new VersionToCopy(
        put.versionId(), false, bytes.length, put.eTag().replace("\"", ""), "STANDARD");
  }

  private VersionToCopy put(String key, String text) {
    return put(key, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  private VersionToCopy delete(String key) {
    return VersionToCopy.marker(buckets.s3.deleteObject(r -> r.bucket(FROM).key(key)).versionId());
  }

  /// Twice the same bytes, and twice a delete marker.
  private ObjectHistory history(String key) {
    return new ObjectHistory(
        key,
        key,
        List.of(
            put(key, "1"),
            put(key, "22"),
            put(key, "22"),
            delete(key),
            delete(key),
            put(key, "333"),
            delete(key)));
  }

  /// The versions of a key, the oldest first: its text, or `-` for a delete marker.
  private List<String> versions(String bucket, String key) {
    var all = new ArrayList<String>();
    String marker = null;
    String version = null;
    while (true) {
      String k = marker;
      String v = version;
      var page =
          buckets.s3.listObjectVersions(
              r -> r.bucket(bucket).prefix(key).keyMarker(k).versionIdMarker(v).maxKeys(1));
      page.versions().stream()
          .filter(each -> each.key().equals(key))
          .forEach(each ->
              all.add(
                  each.size() > 100
                      ? each.size() + " " + each.eTag()
                      : buckets
                          .s3
                          .getObjectAsBytes(
                              r -> r.bucket(bucket).key(key).versionId(each.versionId()))
                          .asUtf8String()));
      page.deleteMarkers().stream()
          .filter(each -> each.key().equals(key))
          .forEach(_ -> all.add("-"));
      if (!page.isTruncated()) {
        Collections.reverse(all);
        return all;
      }
      marker = page.nextKeyMarker();
      version = page.nextVersionIdMarker();
    }
  }

  private UnitEnd copy(ObjectHistory... objects) throws InterruptedException {
    return buckets.copyVersions(buckets.worker(), List.of(objects));
  }

  private static UnitEnd.Done done(UnitEnd end) {
    assertThat(end).isInstanceOf(UnitEnd.Done.class);
    return (UnitEnd.Done) end;
  }

  @Test
  void copiesInOrderAndAReplayAddsNoVersion() throws Exception {
    ObjectHistory a = history("a");
    ObjectHistory ab = history("a/b");
    assertThat(done(copy(a, ab)).totals().items()).isEqualTo(14);
    List<String> wanted = List.of("1", "22", "22", "-", "-", "333", "-");
    assertThat(versions(FROM, "a")).isEqualTo(wanted);
    assertThat(versions(TO, "a")).isEqualTo(wanted);
    assertThat(versions(TO, "a/b")).isEqualTo(wanted);
    for (int i = 0; i < 3; i++) {
      done(copy(ab, a));
    }
    assertThat(versions(TO, "a")).isEqualTo(wanted);
    assertThat(versions(TO, "a/b")).isEqualTo(wanted);
    assertThat(buckets.wire.sent("CopyObject")).hasSize(8);
    assertThat(buckets.dead()).isEmpty();
  }

  /// The third copy takes effect, but nobody is told: sent again it would be a fourth version, as
  /// it has the bytes of the second.
  @Test
  void goesOnWhereItWasInterrupted() throws Exception {
    ObjectHistory a = history("a");
    var copies = new AtomicInteger();
    buckets.wire.answers(sent ->
        sent.operation().equals("CopyObject") && copies.incrementAndGet() > 2
            ? Answer.error(500, "InternalError")
            : Optional.empty());
    UnitEnd.Refused left = (UnitEnd.Refused) copy(a);
    assertThat(left.rest()).isEqualTo(new CopyVersions(FROM, TO, List.of(a)));
    assertThat(left.totals().items()).isEqualTo(2);
    assertThat(versions(TO, "a")).containsExactly("1", "22", "22");
    buckets.wire.answers(_ -> Optional.empty());
    done(copy(a));
    assertThat(versions(TO, "a")).isEqualTo(versions(FROM, "a"));
  }

  @Test
  void aVersionThatIsGoneIsDeadAndTheOthersCome() throws Exception {
    ObjectHistory a = history("a");
    String gone = a.versions().get(1).version();
    buckets.s3.deleteObject(r -> r.bucket(FROM).key("a").versionId(gone));
    assertThat(done(copy(a)).totals().dead()).isEqualTo(1);
    done(copy(a));
    assertThat(versions(TO, "a")).containsExactly("1", "22", "-", "-", "333", "-");
    assertThat(buckets.dead())
        .containsExactly(new DeadItem("s0/0", "a", 2, DeadReasons.GONE, "version " + gone));
  }

  @Test
  void whatSomebodyElseHasPutThereIsLeftAlone() throws Exception {
    buckets.s3.putObject(r -> r.bucket(TO).key("a"), RequestBody.fromString("other"));
    ObjectHistory a = history("a");
    ObjectHistory b = history("b");
    UnitEnd.Done end = done(copy(a, b));
    assertThat(end.totals().items()).isEqualTo(7);
    assertThat(end.totals().dead()).isEqualTo(7);
    assertThat(versions(TO, "a")).containsExactly("other");
    assertThat(versions(TO, "b")).isEqualTo(versions(FROM, "b"));
    assertThat(buckets.dead())
        .hasSize(7)
        .allMatch(item -> item.reason().startsWith("the destination holds other versions"));
  }

  @Test
  void largeVersionsOfOneContentAreAllCopied() throws Exception {
    byte[] large = new byte[6 << 20];
    var a =
        new ObjectHistory(
            "a", "a", List.of(put("a", large), put("a", large), delete("a"), put("a", large)));
    done(copy(a));
    assertThat(versions(TO, "a")).hasSize(4).element(2).isEqualTo("-");
    done(copy(a));
    assertThat(versions(TO, "a")).hasSize(4);
    assertThat(buckets.wire.sent("CompleteMultipartUpload")).hasSize(3);
    assertThat(buckets.openUploads()).isEmpty();
    assertThat(buckets.dead()).isEmpty();
  }

  @Test
  void twoWorkersWithOneUnitDoNotBothAddAVersion() throws Exception {
    var a = new ObjectHistory("a", "a", List.of(put("a", "1"), put("a", "22"), put("a", "333")));
    var other = new AtomicBoolean();
    buckets.wire.answers(sent -> {
      if (sent.operation().equals("CopyObject") && other.compareAndSet(false, true)) {
        try {
          done(copy(a));
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      return Optional.empty();
    });
    assertThat(copy(a)).isInstanceOf(UnitEnd.Refused.class);
    assertThat(versions(TO, "a")).containsExactly("1", "22", "333");
    done(copy(a));
    assertThat(versions(TO, "a")).containsExactly("1", "22", "333");
    assertThat(buckets.dead()).isEmpty();
  }

  @Test
  void whoIsDeniedEverythingWaits() throws Exception {
    ObjectHistory a = history("a");
    ObjectHistory b = history("b");
    var worker = buckets.worker();
    done(buckets.copyVersions(worker, List.of(a)));
    buckets.wire.answers(sent ->
        sent.operation().equals("CopyObject")
            ? Answer.error(403, "AccessDenied")
            : Optional.empty());
    assertThat(buckets.copyVersions(worker, List.of(b)))
        .isEqualTo(new UnitEnd.Unavailable("AccessDenied: because"));
    // A unit that is there already says nothing of what is allowed now.
    assertThat(buckets.copyVersions(worker, List.of(a, b))).isInstanceOf(UnitEnd.Unavailable.class);
    assertThat(buckets.dead()).isEmpty();
    buckets.wire.answers(sent ->
        sent.isFor("b") && !sent.operation().startsWith("List")
            ? Answer.error(403, "AccessDenied")
            : Optional.empty());
    done(buckets.copyVersions(worker, List.of(a)));
    buckets.copyVersions(worker, List.of(b));
    assertThat(buckets.dead()).extracting(DeadItem::key).containsOnly("b");
  }
}
