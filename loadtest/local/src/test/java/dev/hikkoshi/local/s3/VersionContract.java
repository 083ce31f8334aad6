package dev.hikkoshi.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;

interface VersionContract extends S3Contract {
  private void versioning(BucketVersioningStatus status) {
    s3().putBucketVersioning(
            b -> b.bucket(bucket()).versioningConfiguration(v -> v.status(status)));
  }

  private String textOf(String key, String version) {
    return s3().getObjectAsBytes(b -> b.bucket(bucket()).key(key).versionId(version))
        .asUtf8String();
  }

  private ListObjectVersionsResponse all() {
    return s3().listObjectVersions(b -> b.bucket(bucket()));
  }

  @Test
  default void aNewBucketKeepsNoVersions() {
    assertThat(s3().getBucketVersioning(b -> b.bucket(bucket())).status()).isNull();
    assertThat(put("a", "1").versionId()).isNull();
    put("a", "2");
    ObjectVersion only = all().versions().getFirst();
    assertThat(all().versions()).hasSize(1);
    assertThat(only.versionId()).isEqualTo("null");
    assertThat(only.isLatest()).isTrue();
    s3().deleteObject(b -> b.bucket(bucket()).key("a"));
    assertThat(all().versions()).isEmpty();
    assertThat(all().deleteMarkers()).isEmpty();
  }

  @Test
  default void keepsWhatIsOverwritten() {
    put("a", "before");
    versioning(BucketVersioningStatus.ENABLED);
    assertThat(s3().getBucketVersioning(b -> b.bucket(bucket())).status())
        .isEqualTo(BucketVersioningStatus.ENABLED);
    String one = put("a", "one").versionId();
    String two = put("a", "two").versionId();
    assertThat(text("a")).isEqualTo("two");
    assertThat(textOf("a", one)).isEqualTo("one");
    assertThat(textOf("a", "null")).isEqualTo("before");
    assertThat(all().versions())
        .extracting(ObjectVersion::versionId)
        .containsExactly(two, one, "null");
    assertThat(all().versions())
        .extracting(ObjectVersion::isLatest)
        .containsExactly(true, false, false);
    assertThat(s3().headObject(b -> b.bucket(bucket()).key("a")).versionId()).isEqualTo(two);
    assertThat(s3().listObjectsV2(b -> b.bucket(bucket())).contents())
        .extracting(S3Object::key)
        .containsExactly("a");
  }

  @Test
  default void aDeleteLeavesAMarkerThatCanBeRemoved() {
    versioning(BucketVersioningStatus.ENABLED);
    String one = put("a", "one").versionId();
    var deleted = s3().deleteObject(b -> b.bucket(bucket()).key("a"));
    assertThat(deleted.deleteMarker()).isTrue();
    refuses("NoSuchKey", 404, () -> text("a"));
    refuses(
        "MethodNotAllowed",
        405,
        () -> s3().getObject(b -> b.bucket(bucket()).key("a").versionId(deleted.versionId())));
    assertThat(s3().listObjectsV2(b -> b.bucket(bucket())).contents()).isEmpty();
    assertThat(s3().listObjectsV2(b -> b.bucket(bucket()).delimiter("/")).commonPrefixes())
        .isEmpty();
    DeleteMarkerEntry marker = all().deleteMarkers().getFirst();
    assertThat(marker.versionId()).isEqualTo(deleted.versionId());
    assertThat(marker.isLatest()).isTrue();
    assertThat(all().versions()).extracting(ObjectVersion::isLatest).containsExactly(false);
    assertThat(textOf("a", one)).isEqualTo("one");

    var removed =
        s3().deleteObject(b -> b.bucket(bucket()).key("a").versionId(deleted.versionId()));
    assertThat(removed.deleteMarker()).isTrue();
    assertThat(removed.versionId()).isEqualTo(deleted.versionId());
    assertThat(text("a")).isEqualTo("one");
  }

  @Test
  default void removesOneVersionForGood() {
    versioning(BucketVersioningStatus.ENABLED);
    String one = put("a", "one").versionId();
    String two = put("a", "two").versionId();
    s3().deleteObject(b -> b.bucket(bucket()).key("a").versionId(two));
    assertThat(text("a")).isEqualTo("one");
    refuses("NoSuchVersion", 404, () -> textOf("a", two));
    s3().deleteObjects(b ->
        b.bucket(bucket())
            .delete(d -> d.objects(ObjectIdentifier.builder().key("a").versionId(one).build())));
    assertThat(all().versions()).isEmpty();
    s3().deleteBucket(b -> b.bucket(bucket()));
  }

  @Test
  default void aBucketWithOldVersionsIsNotEmpty() {
    versioning(BucketVersioningStatus.ENABLED);
    put("a", "one");
    s3().deleteObject(b -> b.bucket(bucket()).key("a"));
    refuses("BucketNotEmpty", 409, () -> s3().deleteBucket(b -> b.bucket(bucket())));
  }

  @Test
  default void deletesManyIntoMarkers() {
    versioning(BucketVersioningStatus.ENABLED);
    put("a", "one");
    var deleted =
        s3().deleteObjects(b ->
                b.bucket(bucket())
                    .delete(d -> d.objects(ObjectIdentifier.builder().key("a").build())))
            .deleted()
            .getFirst();
    assertThat(deleted.deleteMarker()).isTrue();
    assertThat(deleted.versionId()).isNull();
    assertThat(all().deleteMarkers())
        .extracting(DeleteMarkerEntry::versionId)
        .containsExactly(deleted.deleteMarkerVersionId());
  }

  @Test
  default void suspendedItReplacesOnlyTheNullVersion() {
    versioning(BucketVersioningStatus.ENABLED);
    String one = put("a", "one").versionId();
    versioning(BucketVersioningStatus.SUSPENDED);
    put("a", "two");
    put("a", "three");
    assertThat(all().versions()).extracting(ObjectVersion::versionId).containsExactly("null", one);
    var deleted = s3().deleteObject(b -> b.bucket(bucket()).key("a"));
    assertThat(deleted.versionId()).isEqualTo("null");
    assertThat(all().versions()).extracting(ObjectVersion::versionId).containsExactly(one);
    assertThat(all().deleteMarkers())
        .extracting(DeleteMarkerEntry::versionId)
        .containsExactly("null");
  }

  @Test
  default void copiesAVersion() {
    versioning(BucketVersioningStatus.ENABLED);
    String one = put("a", "one").versionId();
    put("a", "two");
    var copied =
        s3().copyObject(b ->
            b.sourceBucket(bucket())
                .sourceKey("a")
                .sourceVersionId(one)
                .destinationBucket(bucket())
                .destinationKey("b"));
    assertThat(copied.copySourceVersionId()).isEqualTo(one);
    assertThat(textOf("b", copied.versionId())).isEqualTo("one");
    s3().copyObject(b ->
        b.sourceBucket(bucket())
            .sourceKey("a")
            .sourceVersionId(one)
            .metadataDirective(MetadataDirective.COPY)
            .destinationBucket(bucket())
            .destinationKey("a"));
    assertThat(text("a")).as("restored").isEqualTo("one");
  }

  @Test
  default void eachVersionHasItsTags() {
    versioning(BucketVersioningStatus.ENABLED);
    String one = put("a", "one").versionId();
    put("a", "two");
    s3().putObjectTagging(b ->
        b.bucket(bucket())
            .key("a")
            .versionId(one)
            .tagging(t -> t.tagSet(Tag.builder().key("k").value("v").build())));
    assertThat(s3().getObjectTagging(b -> b.bucket(bucket()).key("a").versionId(one)).tagSet())
        .extracting(Tag::value)
        .containsExactly("v");
    assertThat(s3().getObjectTagging(b -> b.bucket(bucket()).key("a")).tagSet()).isEmpty();
    assertThat(all().versions()).hasSize(2);
  }

  @Test
  default void pagesThroughVersions() {
    versioning(BucketVersioningStatus.ENABLED);
    for (String key : List.of("a", "b/1", "b/2", "c", "a", "c", "c", "日本")) {
      put(key, "x");
    }
    s3().deleteObject(b -> b.bucket(bucket()).key("b/1"));
    List<String> whole = pages(1_000, null);
    assertThat(whole).hasSize(9);
    for (int size = 1; size <= 10; size++) {
      assertThat(pages(size, null)).as("pages of %d", size).isEqualTo(whole);
      assertThat(pages(size, "/"))
          .extracting(each -> each.replaceAll("@.*", ""))
          .as("pages of %d", size)
          .containsExactlyInAnyOrder("a", "a", "b/", "c", "c", "c", "日本");
    }
    assertThat(
            s3().listObjectVersions(b -> b.bucket(bucket()).prefix("b/").keyMarker("b/1"))
                .versions())
        .extracting(ObjectVersion::key)
        .containsExactly("b/2");
  }

  private List<String> pages(int size, @Nullable String delimiter) {
    var listed = new ArrayList<String>();
    String key = null;
    String version = null;
    ListObjectVersionsResponse page;
    do {
      String keyMarker = key;
      String versionMarker = version;
      page =
          s3().listObjectVersions(b ->
              b.bucket(bucket())
                  .maxKeys(size)
                  .delimiter(delimiter)
                  .keyMarker(keyMarker)
                  .versionIdMarker(versionMarker));
      Stream.of(
              page.versions().stream().map(v -> v.key() + "@" + v.versionId()),
              page.deleteMarkers().stream().map(d -> d.key() + "@" + d.versionId()),
              page.commonPrefixes().stream().map(CommonPrefix::prefix))
          .flatMap(each -> each)
          .sorted()
          .forEach(listed::add);
      key = page.nextKeyMarker();
      version = page.nextVersionIdMarker();
    } while (page.isTruncated());
    listed.sort(null);
    return listed;
  }

  @Test
  default void storageClassIsListed() {
    s3().putObject(
            b -> b.bucket(bucket()).key("a").storageClass("STANDARD_IA"),
            RequestBody.fromString("x"));
    assertThat(all().versions().getFirst().storageClassAsString()).isEqualTo("STANDARD_IA");
    assertThat(s3().listObjectsV2(b -> b.bucket(bucket())).contents().getFirst())
        .extracting(S3Object::storageClassAsString)
        .isEqualTo("STANDARD_IA");
  }
}
