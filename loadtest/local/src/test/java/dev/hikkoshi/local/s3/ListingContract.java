package dev.hikkoshi.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

interface ListingContract extends S3Contract {
  List<String> SOME = List.of("a", "b/1", "b/2", "b/c/3", "c", "d/4", "e");

  @Test
  default void listsAPrefix() {
    SOME.forEach(key -> put(key, "x"));
    var page = s3().listObjectsV2(b -> b.bucket(bucket()).prefix("b/"));
    assertThat(page.contents()).extracting(S3Object::key).containsExactly("b/1", "b/2", "b/c/3");
    assertThat(page.keyCount()).isEqualTo(3);
    assertThat(page.isTruncated()).isFalse();
  }

  @Test
  default void rollsKeysUpToTheDelimiter() {
    SOME.forEach(key -> put(key, "x"));
    var page = s3().listObjectsV2(b -> b.bucket(bucket()).delimiter("/"));
    assertThat(page.contents()).extracting(S3Object::key).containsExactly("a", "c", "e");
    assertThat(page.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("b/", "d/");
    var below = s3().listObjectsV2(b -> b.bucket(bucket()).delimiter("/").prefix("b/"));
    assertThat(below.contents()).extracting(S3Object::key).containsExactly("b/1", "b/2");
    assertThat(below.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("b/c/");
  }

  @Test
  default void pagesWithoutLossOrRepetition() {
    SOME.forEach(key -> put(key, "x"));
    for (int size = 1; size <= SOME.size() + 1; size++) {
      assertThat(inPages(size, "")).isEqualTo(SOME);
    }
  }

  @Test
  default void pagesThroughCommonPrefixes() {
    SOME.forEach(key -> put(key, "x"));
    for (int size = 1; size <= 6; size++) {
      assertThat(inPages(size, "/")).containsExactly("a", "b/", "c", "d/", "e");
    }
  }

  @Test
  default void startsAfterAKeyThatNeedNotExist() {
    SOME.forEach(key -> put(key, "x"));
    var page = s3().listObjectsV2(b -> b.bucket(bucket()).startAfter("b/2x"));
    assertThat(page.contents()).extracting(S3Object::key).containsExactly("b/c/3", "c", "d/4", "e");
  }

  @Test
  default void listsNothingWhenAskedForNothing() {
    put("a", "x");
    var page = s3().listObjectsV2(b -> b.bucket(bucket()).maxKeys(0));
    assertThat(page.contents()).isEmpty();
    assertThat(page.isTruncated()).isFalse();
  }

  @Test
  default void tellsSizeEtagAndDate() {
    put("a", "hello");
    S3Object listed = s3().listObjectsV2(b -> b.bucket(bucket())).contents().getFirst();
    assertThat(listed.size()).isEqualTo(5);
    assertThat(listed.eTag()).isEqualTo("\"5d41402abc4b2a76b9719d911017c592\"");
    assertThat(listed.storageClassAsString()).isEqualTo("STANDARD");
    assertThat(listed.lastModified())
        .isEqualTo(s3().headObject(b -> b.bucket(bucket()).key("a")).lastModified());
  }

  @Test
  default void listsInTheFirstVersionOfTheApiToo() {
    SOME.forEach(key -> put(key, "x"));
    var page = s3().listObjects(b -> b.bucket(bucket()).delimiter("/").maxKeys(2));
    assertThat(page.isTruncated()).isTrue();
    assertThat(page.nextMarker()).isEqualTo("b/");
    var rest = s3().listObjects(b -> b.bucket(bucket()).delimiter("/").marker("b/"));
    assertThat(rest.contents()).extracting(S3Object::key).containsExactly("c", "e");
    assertThat(rest.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("d/");
  }

  private List<String> inPages(int size, String delimiter) {
    List<String> listed = new ArrayList<>();
    String token = null;
    do {
      String from = token;
      ListObjectsV2Response page =
          s3().listObjectsV2(b ->
              b.bucket(bucket())
                  .maxKeys(size)
                  .delimiter(delimiter.isEmpty() ? null : delimiter)
                  .continuationToken(from));
      assertThat(page.keyCount()).isLessThanOrEqualTo(size);
      page.contents().forEach(each -> listed.add(each.key()));
      page.commonPrefixes().forEach(each -> listed.add(each.prefix()));
      token = page.nextContinuationToken();
    } while (token != null);
    return delimiter.isEmpty() ? listed : listed.stream().sorted().toList();
  }
}
