package dev.hikkoshi.local.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.S3Object;

interface KeyContract extends S3Contract {
  @Test
  default void keepsKeysWithSpecialCharacters() {
    keepsApart(
        List.of("a b", "a+b", "a%20b", "%2F", "a&b", "a=b?c#d", "a;b", "<>'\"", "*~()!@$,:"));
  }

  @Test
  default void keepsKeysBeyondAscii() {
    keepsApart(List.of("é", "e\u0301", "日本", "\uD83D\uDE00", "\uFF5E", "ß/ẞ"));
  }

  @Test
  default void keepsKeysThatLookLikePaths() {
    keepsApart(List.of("x/y", "x//y", "x///y", "a/../b", "a/./b", "b", "tail", "tail/", "."));
  }

  @Test
  default void keepsAKeyThatBeginsWithASlash() {
    keepsApart(List.of("/lead", "lead", "//lead"));
  }

  @Test
  default void keepsAKeyThatIsAnothersPrefix() {
    keepsApart(List.of("a", "a/b", "a/b/c"));
  }

  @Test
  default void keepsControlCharacters() {
    keepsApart(List.of("line\nfeed", "tab\tkey", "return\rkey", "bell\u0007"));
  }

  @Test
  default void keepsTheLongestKeyAndRefusesALongerOne() {
    keepsApart(List.of("é".repeat(512)));
    refuses("KeyTooLongError", 400, () -> put("é".repeat(512) + "x", "1"));
  }

  @Test
  default void listsInUtf8OrderAndNotInUtf16Order() {
    List<String> inOrder = List.of("!", "A", "a", "é", "日", "\uE000", "\uFF5E", "\uD83D\uDE00");
    inOrder.reversed().forEach(key -> put(key, "x"));
    assertThat(keys()).isEqualTo(inOrder);
  }

  @Test
  default void copiesFromKeysOfAnyShape() {
    List<String> keys = List.of("a b", "a+b", "a%20b", "日本", "q?versionId=1", "\uD83D\uDE00");
    for (String key : keys) {
      put(key, "of " + key);
      s3().copyObject(b ->
          b.sourceBucket(bucket())
              .sourceKey(key)
              .destinationBucket(bucket())
              .destinationKey("copy of " + key));
    }
    for (String key : keys) {
      assertThat(text("copy of " + key)).isEqualTo("of " + key);
    }
  }

  /// Every key is stored, read, listed and counted as itself.
  private void keepsApart(List<String> keys) {
    for (String key : keys) {
      s3().putObject(b -> b.bucket(bucket()).key(key), RequestBody.fromString("of " + key));
    }
    for (String key : keys) {
      assertThat(text(key)).isEqualTo("of " + key);
    }
    assertThat(keys()).containsExactlyInAnyOrderElementsOf(keys);
  }

  private List<String> keys() {
    // URL-encoded, since XML has no way to write most control characters.
    return s3()
        .listObjectsV2(b -> b.bucket(bucket()).encodingType(EncodingType.URL))
        .contents()
        .stream()
        .map(S3Object::key)
        .toList();
  }
}
