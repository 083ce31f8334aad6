package dev.hikkoshi.bench.objects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.ledger.Split;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.common.objects.KeyRange;
import dev.hikkoshi.common.objects.Utf8Order;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.local.s3.InMemoryS3;
import dev.hikkoshi.producer.inventory.BucketListing;
import dev.hikkoshi.producer.inventory.InventoryManifest;
import dev.hikkoshi.producer.inventory.InventoryManifestReader;
import dev.hikkoshi.producer.inventory.InventorySplits;
import dev.hikkoshi.producer.inventory.MalformedRowException;
import dev.hikkoshi.producer.inventory.ObjectSink;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.InventoryConfiguration;
import software.amazon.awssdk.services.s3.model.InventoryIncludedObjectVersions;
import software.amazon.awssdk.services.s3.model.InventoryOptionalField;

/// What the producer finds in a bucket, by listing it and by its inventories, against what was put
/// there.
class BucketSourceTest {
  private static final List<String> ODD =
      List.of(
          "a b+c%2B.txt",
          "a//b",
          "/leading",
          "folder/",
          ".",
          "./x/../y",
          "日本/写真.jpg",
          "emoji/😀",
          "\uffee",
          "quote\"comma,",
          "line\nfeed");
  private static final List<String> KEYS = new ArrayList<>(ODD);

  private static InMemoryS3 server;
  private static S3Client s3;

  @BeforeAll
  static void fill() throws IOException {
    server = InMemoryS3.start(0, Clock.systemUTC());
    s3 = server.client("us-east-1", "local", "local");
    for (int i = 0; i < 2_500; i++) {
      KEYS.add("photos/" + i % 20 + "/" + i % 3 + "/" + i);
    }
    s3.createBucket(b -> b.bucket("inventories"));
    s3.createBucket(b -> b.bucket("plain"));
    KEYS.forEach(key -> put("plain", key, key));
    s3.createBucket(b -> b.bucket("versions"));
    put("versions", "old", "1");
    s3.putBucketVersioning(b ->
        b.bucket("versions")
            .versioningConfiguration(v -> v.status(BucketVersioningStatus.ENABLED)));
    put("versions", "old", "22");
    put("versions", "new", "333");
    put("versions", "gone", "4444");
    s3.deleteObject(b -> b.bucket("versions").key("gone"));
  }

  private static void put(String bucket, String key, String text) {
    s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString(text));
  }

  @AfterAll
  static void stop() {
    s3.close();
    server.close();
  }

  private static List<InventoryObject> listed(String bucket, boolean versions, int ranges)
      throws Exception {
    var listing = new BucketListing(s3, bucket, versions, Time.SYSTEM);
    var found = new Found();
    List<KeyRange> cut = listing.ranges("", ranges);
    assertThat(cut).hasSizeLessThanOrEqualTo(ranges);
    assertThat(listing.read(cut, found).rows()).isEqualTo(found.objects.size());
    return found.sorted();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 40})
  void listsEachKeyOnceHoweverItIsCut(int ranges) throws Exception {
    assertThat(listed("plain", false, ranges))
        .extracting(InventoryObject::key)
        .isEqualTo(KEYS.stream().sorted(Utf8Order.INSTANCE).toList());
    assertThat(listed("plain", true, ranges))
        .extracting(InventoryObject::key)
        .isEqualTo(KEYS.stream().sorted(Utf8Order.INSTANCE).toList());
  }

  @Test
  void listsOnlyWhatBeginsWithThePrefix() throws Exception {
    var listing = new BucketListing(s3, "plain", false, Time.SYSTEM);
    var found = new Found();
    List<KeyRange> ranges = listing.ranges("photos/1", 16);
    assertThat(ranges).hasSizeGreaterThan(5);
    listing.read(ranges, found);
    assertThat(found.sorted())
        .extracting(InventoryObject::key)
        .isEqualTo(
            KEYS.stream()
                .filter(key -> key.startsWith("photos/1"))
                .sorted(Utf8Order.INSTANCE)
                .toList());
  }

  @Test
  void neighboursOfAListingAreOfDifferentPrefixes() throws Exception {
    var listing = new BucketListing(s3, "plain", false, Time.SYSTEM);
    var found = new Found();
    listing.read(listing.ranges("photos/", 20), found);
    List<String> first =
        found.objects.subList(0, 20).stream()
            .map(object -> object.key().substring(0, object.key().indexOf('/', 7)))
            .distinct()
            .toList();
    assertThat(first).hasSizeGreaterThanOrEqualTo(18);
  }

  private static List<InventoryObject> inventoried(String bucket, String format, boolean versions)
      throws Exception {
    String id = format + versions;
    s3.putBucketInventoryConfiguration(
        b -> b.bucket(bucket).id(id).inventoryConfiguration(configuration(id, format, versions)));
    String manifest =
        s3
            .listObjectsV2(b -> b.bucket("inventories").prefix("inv/" + bucket + "/" + id + "/"))
            .contents()
            .stream()
            .map(object -> object.key())
            .filter(key -> key.endsWith("manifest.json"))
            .collect(Collectors.joining());
    InventoryManifest read =
        new InventoryManifestReader(s3).read(new S3Location("inventories", manifest), false);
    List<ShardFile> files =
        read.files().stream().map(file -> InventorySplits.head(s3, "inventories", file)).toList();
    assertThat(files).allMatch(ShardFile::proven);
    var splits = new InventorySplits(s3, read.schema(), read.sourceBucket());
    var found = new Found();
    for (Split split : splits.plan(0, "inventories", files, 0)) {
      splits.read(split, found);
    }
    return found.sorted();
  }

  private static InventoryConfiguration configuration(String id, String format, boolean versions) {
    return InventoryConfiguration.builder()
        .id(id)
        .isEnabled(true)
        .includedObjectVersions(
            versions
                ? InventoryIncludedObjectVersions.ALL
                : InventoryIncludedObjectVersions.CURRENT)
        .schedule(s -> s.frequency("Daily"))
        .optionalFields(
            InventoryOptionalField.SIZE,
            InventoryOptionalField.LAST_MODIFIED_DATE,
            InventoryOptionalField.E_TAG,
            InventoryOptionalField.STORAGE_CLASS,
            InventoryOptionalField.IS_MULTIPART_UPLOADED,
            InventoryOptionalField.CHECKSUM_ALGORITHM)
        .destination(d ->
            d.s3BucketDestination(
                b -> b.bucket("arn:aws:s3:::inventories").prefix("inv").format(format)))
        .build();
  }

  @ParameterizedTest
  @ValueSource(strings = {"CSV", "ORC", "Parquet"})
  void anInventoryHoldsWhatAListingFinds(String format) throws Exception {
    assertThat(inventoried("plain", format, false)).isEqualTo(listed("plain", false, 4));
  }

  @ParameterizedTest
  @CsvSource({"CSV", "ORC", "Parquet"})
  void anInventoryOfVersionsHoldsThemAll(String format) throws Exception {
    List<InventoryObject> versions = inventoried("versions", format, true);
    assertThat(versions)
        .filteredOn(object -> !object.deleteMarker())
        .containsExactlyInAnyOrderElementsOf(
            listed("versions", true, 4).stream().filter(each -> !each.deleteMarker()).toList());
    assertThat(versions)
        .filteredOn(InventoryObject::deleteMarker)
        .singleElement()
        .satisfies(marker -> {
          assertThat(marker.key()).isEqualTo("gone");
          assertThat(marker.size()).isEqualTo(InventoryObject.UNKNOWN_SIZE);
          assertThat(marker.latest()).isTrue();
        });
    assertThat(versions)
        .filteredOn(InventoryObject::isCurrent)
        .extracting(InventoryObject::key)
        .containsExactlyInAnyOrder("old", "new");
    assertThat(inventoried("versions", format, false))
        .extracting(InventoryObject::key)
        .containsExactly("new", "old");
  }

  private static final class Found implements ObjectSink {
    final List<InventoryObject> objects = new ArrayList<>();

    @Override
    public void object(InventoryObject object, String position) {
      objects.add(object);
    }

    @Override
    public void unreadable(String position, MalformedRowException reason) {
      throw new AssertionError(position, reason);
    }

    List<InventoryObject> sorted() {
      return objects.stream()
          .sorted(Comparator.comparing(InventoryObject::key, Utf8Order.INSTANCE))
          .toList();
    }
  }
}
