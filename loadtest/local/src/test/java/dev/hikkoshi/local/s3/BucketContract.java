package dev.hikkoshi.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.Bucket;

interface BucketContract extends S3Contract {
  @Test
  default void listsItsBuckets() {
    assertThat(s3().listBuckets().buckets()).extracting(Bucket::name).contains(bucket());
  }

  @Test
  default void refusesToCreateABucketTwice() {
    refuses("BucketAlreadyOwnedByYou", 409, () -> s3().createBucket(b -> b.bucket(bucket())));
  }

  @Test
  default void keepsABucketThatIsNotEmpty() {
    put("a", "1");
    refuses("BucketNotEmpty", 409, () -> s3().deleteBucket(b -> b.bucket(bucket())));
    assertThat(text("a")).isEqualTo("1");
  }

  @Test
  default void deletesAnEmptyBucket() {
    s3().deleteBucket(b -> b.bucket(bucket()));
    refuses(404, () -> s3().headBucket(b -> b.bucket(bucket())));
  }

  @Test
  default void namesTheMissingBucket() {
    refuses(
        "NoSuchBucket", 404, () -> s3().listObjectsV2(b -> b.bucket("there-is-no-such-bucket")));
    refuses(
        "NoSuchBucket",
        404,
        () -> s3().getObjectAsBytes(b -> b.bucket("there-is-no-such-bucket").key("a")));
  }

  @Test
  default void hasALocation() {
    assertThat(s3().getBucketLocation(b -> b.bucket(bucket())).locationConstraintAsString())
        .isNullOrEmpty();
  }
}
