package dev.hikkoshi.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hikkoshi.common.capacity.CapacityProfile;
import dev.hikkoshi.local.faults.Faults;
import dev.hikkoshi.local.sts.Accounts;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// A bucket that takes ten requests a second, and others that take all.
class BucketLimitsTest {
  private static final String TEN =
      """
      {"kind":"s3","partitions":{"initial":1,"rateEach":10},"latencyMillis":{"p50":0,"p99":0},
       "events":[{"atSecond":100,"forSeconds":10,"errorRatio":1}]}\
      """;

  private final AtomicLong nanos = new AtomicLong();
  private InMemoryS3 server;
  private S3Client s3;

  @BeforeEach
  void start() throws Exception {
    start(TEN);
  }

  private void start(String profile) throws Exception {
    var limits =
        new BucketLimits(
            CapacityProfile.parse(profile), "slow"::equals, nanos::get, new SplittableRandom(1));
    server = InMemoryS3.start(0, Clock.systemUTC(), Faults.none(), Accounts.NONE, limits);
    s3 =
        S3Client.builder()
            .endpointOverride(server.endpoint())
            .region(Region.EU_CENTRAL_2)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("id", "secret")))
            .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .forcePathStyle(true)
            .build();
    s3.createBucket(r -> r.bucket("slow"));
    s3.createBucket(r -> r.bucket("free"));
  }

  @AfterEach
  void stop() {
    s3.close();
    server.close();
  }

  private void put(String bucket, String key) {
    s3.putObject(r -> r.bucket(bucket).key(key), RequestBody.fromString("x"));
  }

  private boolean isRefused(Runnable call) {
    try {
      call.run();
      return false;
    } catch (S3Exception e) {
      assertThat(e.statusCode()).isEqualTo(503);
      assertThat(e.awsErrorDetails().errorCode()).isEqualTo("SlowDown");
      return true;
    }
  }

  private long refusedOf(List<Runnable> calls) {
    return calls.stream().filter(this::isRefused).count();
  }

  @Test
  void takesSoManyASecondAndAnswersSlowDownToTheRest() {
    var puts = IntStream.range(0, 25).<Runnable>mapToObj(i -> () -> put("slow", "a/" + i)).toList();
    assertThat(refusedOf(puts)).isEqualTo(15);
    assertThat(s3.listObjectsV2(r -> r.bucket("slow")).keyCount()).isEqualTo(10);
    nanos.addAndGet(500_000_000);
    assertThat(refusedOf(puts)).isEqualTo(20);
  }

  @Test
  void countsEveryKindOfWriteAndNoReads() {
    put("free", "source");
    var id = new ArrayList<String>();
    var parts = new ArrayList<CompletedPart>();
    List<Runnable> writes =
        List.of(
            () -> put("slow", "a"),
            () ->
                s3.copyObject(r ->
                    r.sourceBucket("free")
                        .sourceKey("source")
                        .destinationBucket("slow")
                        .destinationKey("b")),
            () -> s3.deleteObject(r -> r.bucket("slow").key("b")),
            () ->
                s3.putObjectTagging(
                    r -> r.bucket("slow").key("a").tagging(t -> t.tagSet(List.of()))),
            () -> id.add(s3.createMultipartUpload(r -> r.bucket("slow").key("c")).uploadId()),
            () ->
                parts.add(
                    CompletedPart.builder()
                        .partNumber(1)
                        .eTag(
                            s3.uploadPartCopy(r ->
                                    r.sourceBucket("free")
                                        .sourceKey("source")
                                        .destinationBucket("slow")
                                        .destinationKey("c")
                                        .uploadId(id.getFirst())
                                        .partNumber(1))
                                .copyPartResult()
                                .eTag())
                        .build()),
            () ->
                s3.completeMultipartUpload(r ->
                    r.bucket("slow")
                        .key("c")
                        .uploadId(id.getFirst())
                        .multipartUpload(all -> all.parts(parts))),
            () -> s3.headObject(r -> r.bucket("slow").key("c")),
            () -> s3.listObjectsV2(r -> r.bucket("slow")));
    assertThat(refusedOf(writes)).isZero();
    var more = IntStream.range(0, 5).<Runnable>mapToObj(i -> () -> put("slow", "d" + i)).toList();
    assertThat(refusedOf(more)).as("seven of ten were used").isEqualTo(2);
  }

  @Test
  void countsEachKeyOfARemovalAndRefusesKeysAlone() {
    List<ObjectIdentifier> keys =
        IntStream.range(0, 12)
            .mapToObj(i -> ObjectIdentifier.builder().key("k" + i).build())
            .toList();
    var answer =
        s3.deleteObjects(r -> r.bucket("slow").delete(Delete.builder().objects(keys).build()));
    assertThat(answer.deleted()).hasSize(10);
    assertThat(answer.errors()).hasSize(2).allMatch(error -> error.code().equals("SlowDown"));
  }

  @Test
  void leavesOtherBucketsAlone() {
    var puts = IntStream.range(0, 30).<Runnable>mapToObj(i -> () -> put("free", "a/" + i)).toList();
    assertThat(refusedOf(puts)).isZero();
  }

  @Test
  void failsWhereTheProfileSaysSo() {
    put("slow", "a");
    nanos.addAndGet(100_000_000_000L);
    assertThatThrownBy(() -> put("slow", "b"))
        .isInstanceOfSatisfying(S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(500));
  }

  @Test
  void limitsAFolderApartFromOthers() throws Exception {
    stop();
    start(
        "{\"kind\":\"s3\",\"partitions\":{\"initial\":64,\"rateEach\":2},\"latencyMillis\":{\"p50\":0,\"p99\":0}}");
    var hot = IntStream.range(0, 40).<Runnable>mapToObj(i -> () -> put("slow", "hot/" + i));
    assertThat(refusedOf(hot.toList())).as("at most five or six partitions").isBetween(28L, 36L);
    var many = IntStream.range(0, 40).<Runnable>mapToObj(i -> () -> put("slow", "cold" + i + "/x"));
    assertThat(refusedOf(many.toList())).isLessThan(20);
  }
}
