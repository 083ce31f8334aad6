package dev.hikkoshi.common.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.objects.KeyPatterns;
import dev.hikkoshi.common.objects.KeyRange;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Loads of objects in the ledger.
class ObjectLoadTest {
  private static final S3Location MANIFEST = S3Location.parse("s3://inv/b/manifest.json");

  @Test
  void comesBackAsItWas() {
    var delta =
        new ObjectLoad(
            MANIFEST,
            false,
            false,
            S3Location.parse("s3://inv/a/manifest.json"),
            OptionalLong.of(0),
            new KeyPatterns(List.of("a*"), List.of("b*", "c*")));
    var listing =
        new ObjectLoad(
            S3Location.parse("s3://src/in/"),
            true,
            true,
            null,
            OptionalLong.empty(),
            KeyPatterns.ALL);
    assertThat(Load.of(delta.row())).isEqualTo(delta);
    assertThat(Load.of(listing.row())).isEqualTo(listing);
    assertThat(delta.prefix()).isEmpty();
    assertThat(listing.prefix()).isEqualTo("in/");
  }

  @Test
  void aSplitOfAListingComesBackAsItWas() {
    var split =
        Split.listing(
            "s00000",
            0,
            "src",
            List.of(
                new KeyRange("in/", null, "in/a/"),
                new KeyRange("in/", "in/a/", "in/日本/"),
                new KeyRange("in/", "in/日本/", null)));
    assertThat(Split.of(split.row("m"))).isEqualTo(split);
    assertThat(split.subject()).isEqualTo("src");
  }

  @Test
  void whatIsDoneIsBoundedByWhatIsKnown() {
    var listing = Split.listing("s00000", 0, "src", List.of());
    assertThat(listing.done(7)).isEqualTo(7);
    var files =
        Split.planned("s00000", 0, "b", List.of(new ShardFile("k", 5, "md5", "etag", 1, true)));
    assertThat(files.done(7)).isEqualTo(5);
    assertThat(files.done(3)).isEqualTo(3);
  }
}
