package dev.hikkoshi.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;

interface ConditionContract extends S3Contract {
  Duration DAY = Duration.ofDays(1);

  @Test
  default void readsOnlyTheObjectThatMatches() {
    String etag = put("a", "1").eTag();
    assertThat(s3().headObject(b -> b.bucket(bucket()).key("a").ifMatch(etag)).eTag())
        .isEqualTo(etag);
    refuses(
        "PreconditionFailed",
        412,
        () -> s3().getObjectAsBytes(b -> b.bucket(bucket()).key("a").ifMatch("\"other\"")));
    refuses(304, () -> s3().getObjectAsBytes(b -> b.bucket(bucket()).key("a").ifNoneMatch(etag)));
  }

  @Test
  default void readsByDate() {
    put("a", "1");
    Instant modified = s3().headObject(b -> b.bucket(bucket()).key("a")).lastModified();
    s3().headObject(b -> b.bucket(bucket()).key("a").ifUnmodifiedSince(modified));
    s3().headObject(b -> b.bucket(bucket()).key("a").ifModifiedSince(modified.minus(DAY)));
    refuses(
        412,
        () ->
            s3().headObject(
                    b -> b.bucket(bucket()).key("a").ifUnmodifiedSince(modified.minus(DAY))));
    refuses(304, () -> s3().headObject(b -> b.bucket(bucket()).key("a").ifModifiedSince(modified)));
  }

  @Test
  default void letsTheEtagOverruleTheDate() {
    String etag = put("a", "1").eTag();
    Instant modified = s3().headObject(b -> b.bucket(bucket()).key("a")).lastModified();
    s3().headObject(
            b -> b.bucket(bucket()).key("a").ifMatch(etag).ifUnmodifiedSince(modified.minus(DAY)));
    s3().headObject(
            b -> b.bucket(bucket()).key("a").ifNoneMatch("\"other\"").ifModifiedSince(modified));
  }

  @Test
  default void writesOnlyWhereNothingIs() {
    s3().putObject(
            b -> b.bucket(bucket()).key("a").ifNoneMatch("*"), RequestBody.fromString("first"));
    refuses(
        "PreconditionFailed",
        412,
        () ->
            s3().putObject(
                    b -> b.bucket(bucket()).key("a").ifNoneMatch("*"),
                    RequestBody.fromString("second")));
    assertThat(text("a")).isEqualTo("first");
  }

  @Test
  default void writesOnlyOverWhatMatches() {
    String etag = put("a", "first").eTag();
    s3().putObject(
            b -> b.bucket(bucket()).key("a").ifMatch(etag), RequestBody.fromString("second"));
    refuses(
        "PreconditionFailed",
        412,
        () ->
            s3().putObject(
                    b -> b.bucket(bucket()).key("a").ifMatch(etag),
                    RequestBody.fromString("third")));
    assertThat(text("a")).isEqualTo("second");
  }

  @Test
  default void findsNothingToMatchWhereNothingIs() {
    refuses(
        "NoSuchKey",
        404,
        () ->
            s3().putObject(
                    b -> b.bucket(bucket()).key("a").ifMatch("\"any\""),
                    RequestBody.fromString("x")));
  }

  @Test
  default void copiesOnlyTheSourceThatMatches() {
    String etag = put("a", "1").eTag();
    s3().copyObject(b ->
        b.sourceBucket(bucket())
            .sourceKey("a")
            .destinationBucket(bucket())
            .destinationKey("b")
            .copySourceIfMatch(etag));
    put("a", "changed meanwhile");
    refuses(
        "PreconditionFailed",
        412,
        () ->
            s3().copyObject(b ->
                b.sourceBucket(bucket())
                    .sourceKey("a")
                    .destinationBucket(bucket())
                    .destinationKey("b")
                    .copySourceIfMatch(etag)));
    assertThat(text("b")).isEqualTo("1");
  }

  @Test
  default void copiesOnlyWhereNothingIs() {
    put("a", "1");
    put("b", "already here");
    refuses(
        "PreconditionFailed",
        412,
        () ->
            s3().copyObject(b ->
                b.sourceBucket(bucket())
                    .sourceKey("a")
                    .destinationBucket(bucket())
                    .destinationKey("b")
                    .ifNoneMatch("*")));
    assertThat(text("b")).isEqualTo("already here");
  }
}
