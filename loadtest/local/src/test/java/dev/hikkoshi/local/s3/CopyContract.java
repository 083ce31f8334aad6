package dev.hikkoshi.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

interface CopyContract extends S3Contract {
  @Test
  default void copiesBytesAndMetadata() {
    put("from", "hello");
    CopyObjectResponse answer = copy(b -> {});
    assertThat(answer.copyObjectResult().eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
    assertThat(text("to")).isEqualTo("hello");
    assertThat(text("from")).isEqualTo("hello");
  }

  @Test
  default void copiesHeadersAndUserMetadata() {
    putSource();
    copy(b -> {});
    assertThat(head().contentType()).isEqualTo("text/x");
    assertThat(head().cacheControl()).isEqualTo("no-store");
    assertThat(head().metadata()).isEqualTo(Map.of("m", "1"));
  }

  @Test
  default void copiesTags() {
    putSource();
    copy(b -> {});
    assertThat(s3().getObjectTagging(b -> b.bucket(bucket()).key("to")).tagSet())
        .extracting(tag -> tag.key() + ":" + tag.value())
        .containsExactly("t:1");
  }

  @Test
  default void replacesTagsWhenTold() {
    putSource();
    copy(b -> b.taggingDirective(TaggingDirective.REPLACE).tagging("u=2"));
    assertThat(s3().getObjectTagging(b -> b.bucket(bucket()).key("to")).tagSet())
        .extracting(tag -> tag.key() + ":" + tag.value())
        .containsExactly("u:2");
    assertThat(head().metadata()).isEqualTo(Map.of("m", "1"));
  }

  @Test
  default void doesNotCopyTheStorageClass() {
    putSource();
    copy(b -> {});
    assertThat(head().storageClassAsString()).isIn(null, "STANDARD");
  }

  @Test
  default void storesTheCopyInTheClassThatWasAskedFor() {
    put("from", "hello");
    copy(b -> b.storageClass(StorageClass.GLACIER_IR));
    assertThat(head().storageClassAsString()).isEqualTo("GLACIER_IR");
  }

  @Test
  default void replacesAllMetadataWhenTold() {
    putSource();
    copy(b ->
        b.metadataDirective(MetadataDirective.REPLACE)
            .contentType("text/y")
            .metadata(Map.of("n", "2")));
    assertThat(head().contentType()).isEqualTo("text/y");
    assertThat(head().cacheControl()).isNull();
    assertThat(head().metadata()).isEqualTo(Map.of("n", "2"));
  }

  @Test
  default void ignoresNewMetadataUnlessToldToReplace() {
    putSource();
    copy(b -> b.contentType("text/y").metadata(Map.of("n", "2")));
    assertThat(head().contentType()).isEqualTo("text/x");
    assertThat(head().metadata()).isEqualTo(Map.of("m", "1"));
  }

  @Test
  default void refusesToCopyAnObjectOntoItselfUnchanged() {
    put("from", "hello");
    refuses("InvalidRequest", 400, () -> copy(b -> b.destinationKey("from")));
  }

  @Test
  default void changesMetadataByCopyingAnObjectOntoItself() {
    put("from", "hello");
    copy(b ->
        b.destinationKey("from")
            .metadataDirective(MetadataDirective.REPLACE)
            .metadata(Map.of("n", "2")));
    assertThat(s3().headObject(b -> b.bucket(bucket()).key("from")).metadata())
        .isEqualTo(Map.of("n", "2"));
    assertThat(text("from")).isEqualTo("hello");
  }

  @Test
  default void namesTheMissingSource() {
    refuses("NoSuchKey", 404, () -> copy(b -> b.sourceKey("missing")));
  }

  private void putSource() {
    s3().putObject(
            b ->
                b.bucket(bucket())
                    .key("from")
                    .contentType("text/x")
                    .cacheControl("no-store")
                    .metadata(Map.of("m", "1"))
                    .tagging("t=1")
                    .storageClass(StorageClass.STANDARD_IA),
            RequestBody.fromString("hello"));
  }

  private CopyObjectResponse copy(Consumer<CopyObjectRequest.Builder> more) {
    CopyObjectRequest.Builder builder =
        CopyObjectRequest.builder()
            .sourceBucket(bucket())
            .sourceKey("from")
            .destinationBucket(bucket())
            .destinationKey("to");
    more.accept(builder);
    return s3().copyObject(builder.build());
  }

  private HeadObjectResponse head() {
    return s3().headObject(b -> b.bucket(bucket()).key("to"));
  }
}
