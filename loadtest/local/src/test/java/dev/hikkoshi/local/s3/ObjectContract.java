package dev.hikkoshi.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.StorageClass;

interface ObjectContract extends S3Contract {
  @Test
  default void keepsHeadersAndUserMetadata() {
    s3().putObject(
            b ->
                b.bucket(bucket())
                    .key("a")
                    .contentType("text/x")
                    .contentEncoding("gzip")
                    .contentLanguage("de")
                    .contentDisposition("attachment; filename=\"x\"")
                    .cacheControl("max-age=1")
                    .expires(Instant.parse("2030-01-02T03:04:05Z"))
                    .metadata(Map.of("one", "1", "two", "b  c")),
            RequestBody.fromString("hello"));
    HeadObjectResponse head = s3().headObject(b -> b.bucket(bucket()).key("a"));
    assertThat(head.contentLength()).isEqualTo(5);
    assertThat(head.eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
    assertThat(head.contentType()).isEqualTo("text/x");
    assertThat(head.contentEncoding()).isEqualTo("gzip");
    assertThat(head.contentLanguage()).isEqualTo("de");
    assertThat(head.contentDisposition()).isEqualTo("attachment; filename=\"x\"");
    assertThat(head.cacheControl()).isEqualTo("max-age=1");
    assertThat(head.expiresString()).isEqualTo("Wed, 02 Jan 2030 03:04:05 GMT");
    assertThat(head.metadata()).isEqualTo(Map.of("one", "1", "two", "b  c"));
  }

  @Test
  default void keepsTheContentTypeAsSpelled() {
    s3().putObject(
            b -> b.bucket(bucket()).key("a").contentType("Text/Plain; Charset=UTF-8"),
            RequestBody.fromString("hello"));
    assertThat(s3().headObject(b -> b.bucket(bucket()).key("a")).contentType())
        .isEqualTo("Text/Plain; Charset=UTF-8");
  }

  @Test
  default void keepsAnEmptyObject() {
    put("empty", "");
    assertThat(text("empty")).isEmpty();
    assertThat(s3().headObject(b -> b.bucket(bucket()).key("empty")).contentLength()).isZero();
  }

  @Test
  default void replacesAnObjectWithItsMetadata() {
    s3().putObject(
            b -> b.bucket(bucket()).key("a").metadata(Map.of("old", "1")),
            RequestBody.fromString("old"));
    put("a", "new");
    assertThat(text("a")).isEqualTo("new");
    assertThat(s3().headObject(b -> b.bucket(bucket()).key("a")).metadata()).isEmpty();
  }

  @Test
  default void keepsTheStorageClass() {
    s3().putObject(
            b -> b.bucket(bucket()).key("a").storageClass(StorageClass.STANDARD_IA),
            RequestBody.fromString("x"));
    assertThat(s3().headObject(b -> b.bucket(bucket()).key("a")).storageClassAsString())
        .isEqualTo("STANDARD_IA");
  }

  @Test
  default void keepsTags() {
    s3().putObject(
            b -> b.bucket(bucket()).key("a").tagging("team=a%26b&empty="),
            RequestBody.fromString("x"));
    assertThat(s3().getObjectTagging(b -> b.bucket(bucket()).key("a")).tagSet())
        .extracting(tag -> tag.key() + ":" + tag.value())
        .containsExactlyInAnyOrder("team:a&b", "empty:");
    s3().deleteObjectTagging(b -> b.bucket(bucket()).key("a"));
    assertThat(s3().getObjectTagging(b -> b.bucket(bucket()).key("a")).tagSet()).isEmpty();
  }

  @Test
  default void namesTheMissingKey() {
    refuses("NoSuchKey", 404, () -> text("missing"));
    refuses(404, () -> s3().headObject(b -> b.bucket(bucket()).key("missing")));
  }

  @Test
  default void readsRanges() {
    put("a", "0123456789");
    assertThat(range("bytes=0-0").asUtf8String()).isEqualTo("0");
    assertThat(range("bytes=7-").asUtf8String()).isEqualTo("789");
    assertThat(range("bytes=-3").asUtf8String()).isEqualTo("789");
    assertThat(range("bytes=8-99").asUtf8String()).isEqualTo("89");
    assertThat(range("bytes=2-4").response().contentRange()).isEqualTo("bytes 2-4/10");
    refuses("InvalidRange", 416, () -> range("bytes=10-"));
    refuses("InvalidRange", 416, () -> range("bytes=-0"));
  }

  @Test
  default void ignoresWhatIsNoRange() {
    put("a", "0123456789");
    assertThat(range("lines=1-2").asUtf8String()).isEqualTo("0123456789");
    assertThat(range("bytes=5-2").asUtf8String()).isEqualTo("0123456789");
  }

  @Test
  default void deletesAndIsSatisfiedWhenNothingIsThere() {
    put("a", "1");
    s3().deleteObject(b -> b.bucket(bucket()).key("a"));
    s3().deleteObject(b -> b.bucket(bucket()).key("a"));
    refuses("NoSuchKey", 404, () -> text("a"));
  }

  @Test
  default void deletesManyByTheirExactKeys() {
    List<String> keys = List.of("a", "b & <c>", "é", "plus+ space", "not there");
    keys.subList(0, 4).forEach(key -> put(key, "x"));
    put("kept", "x");
    var answer =
        s3().deleteObjects(b ->
            b.bucket(bucket())
                .delete(d ->
                    d.objects(
                        keys.stream()
                            .map(key -> ObjectIdentifier.builder().key(key).build())
                            .toList())));
    assertThat(answer.errors()).isEmpty();
    assertThat(answer.deleted()).extracting(DeletedObject::key).hasSameElementsAs(keys);
    assertThat(s3().listObjectsV2(b -> b.bucket(bucket())).contents())
        .extracting(each -> each.key())
        .containsExactly("kept");
  }

  @Test
  default void answersAMissingKeyWithItsOwnException() {
    assertThatThrownBy(() -> text("missing")).isInstanceOf(NoSuchKeyException.class);
  }

  private ResponseBytes<GetObjectResponse> range(String range) {
    return s3().getObjectAsBytes(b -> b.bucket(bucket()).key("a").range(range));
  }
}
