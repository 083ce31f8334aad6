package dev.hikkoshi.common.digest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hikkoshi.common.item.Seeds;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TableDigestTest {
  private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(128);

  @Test
  void sumsPerBucketModulo2To128() {
    Seeds.each(
        50,
        seed -> {
          var random = new SplittableRandom(seed);
          var digest = new TableDigest(16);
          BigInteger[] sums = new BigInteger[16];
          Arrays.fill(sums, BigInteger.ZERO);
          for (int i = 0; i < 300; i++) {
            long key = random.nextLong();
            long high = random.nextInt(3) == 0 ? -1 : random.nextLong();
            long low = random.nextInt(3) == 0 ? -1 : random.nextLong();
            BigInteger hash =
                new BigInteger(1, ByteBuffer.allocate(16).putLong(high).putLong(low).array());
            int bucket = (int) (key >>> 60);
            if (random.nextInt(3) > 0) {
              digest.add(key, high, low);
              sums[bucket] = sums[bucket].add(hash).mod(MODULUS);
            } else {
              digest.subtract(key, high, low);
              sums[bucket] = sums[bucket].subtract(hash).mod(MODULUS);
            }
          }
          for (int bucket = 0; bucket < 16; bucket++) {
            assertThat(digest.sum(bucket)).isEqualTo(sums[bucket]);
          }
        });
  }

  @Test
  void isTheSameInWhateverOrderAndPartsItemsCome() {
    Seeds.each(
        50,
        seed -> {
          var random = new SplittableRandom(seed);
          long[][] items = items(random, 500);
          TableDigest whole = new TableDigest(64);
          TableDigest[] parts = {new TableDigest(64), new TableDigest(64), new TableDigest(64)};
          for (long[] item : items) {
            add(whole, item);
            add(parts[random.nextInt(3)], item);
          }
          TableDigest forwards = merged(parts[0], parts[1], parts[2]);
          assertThat(forwards).isEqualTo(whole).hasSameHashCodeAs(whole);
          assertThat(merged(parts[2], merged(parts[1], parts[0]))).isEqualTo(whole);
          assertThat(forwards.count()).isEqualTo(500);
          assertThat(forwards.fingerprint()).isEqualTo(whole.fingerprint());
        });
  }

  @Test
  void subtractingUndoesAddingBeforeOrAfter() {
    var random = new SplittableRandom(1);
    var digest = new TableDigest(16);
    long[][] items = items(random, 100);
    for (long[] item : items) {
      digest.subtract(item[0], item[1], item[2]);
    }
    assertThat(digest.count()).isEqualTo(-100);
    assertThat(TableDigest.decode(digest.encode())).isEqualTo(digest);
    for (long[] item : items) {
      add(digest, item);
    }
    assertThat(digest).isEqualTo(new TableDigest(16));
  }

  @Test
  void namesTheBucketsThatDiffer() {
    var one = new TableDigest(16);
    var other = new TableDigest(16);
    one.add(0x3L << 60, 1, 1);
    other.add(0x3L << 60, 1, 1);
    assertThat(one.differingBuckets(other).isEmpty()).isTrue();
    other.add(0x5L << 60, 7, 7);
    other.add(0xFL << 60, 0, 0); // a hash of zero still counts
    one.add(0x3L << 60, 2, 2);
    assertThat(one.differingBuckets(other).stream()).containsExactly(3, 5, 15);
    assertThat(one.bucketOf(0xFL << 60)).isEqualTo(15);
    assertThat(one).isNotEqualTo(other);
    assertThat(one.fingerprint()).isNotEqualTo(other.fingerprint());
  }

  @Test
  void isEqualOnlyIfCountsAndBothHalvesOfSumsAre() {
    var empty = new TableDigest(16);
    for (long[] item : new long[][] {{0, 0, 0}, {0, 1, 0}, {0, 0, 1}}) {
      var one = new TableDigest(16);
      add(one, item);
      assertThat(one).isNotEqualTo(empty);
      one.counts[0] = item[1] + item[2] > 0 ? 0 : 1;
      assertThat(one).isNotEqualTo(empty);
      assertThat(one.differingBuckets(empty).stream()).containsExactly(0);
    }
  }

  @Test
  void everySingleDifferenceShows() {
    var random = new SplittableRandom(2);
    long[][] items = items(random, 64);
    TableDigest whole = new TableDigest(16);
    Arrays.stream(items).forEach(item -> add(whole, item));
    for (long[] item : items) {
      TableDigest less = merged(whole);
      less.subtract(item[0], item[1], item[2]);
      assertThat(less).isNotEqualTo(whole);
      add(less, new long[] {item[0], item[1], item[2] ^ 1});
      assertThat(less).isNotEqualTo(whole);
      assertThat(less.count()).isEqualTo(whole.count());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,16",
    "1,16",
    "1024,16",
    "2047,16",
    "2048,32",
    "100000,1024",
    "1048575,8192",
    "1048576,16384",
    "100000000000,16384",
    "9223372036854775807,16384"
  })
  void choosesAboutOneBucketFor64Items(long items, int buckets) {
    assertThat(TableDigest.forItems(items).bucketCount()).isEqualTo(buckets);
  }

  @ParameterizedTest
  @ValueSource(ints = {-16, 0, 1, 8, 15, 17, 24, 32_768})
  void refusesOtherBucketCounts(int buckets) {
    assertThatThrownBy(() -> new TableDigest(buckets))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(String.valueOf(buckets));
  }

  @Test
  void refusesToCompareDifferentBucketCountsNamingBoth() {
    var small = new TableDigest(16);
    var large = new TableDigest(32);
    assertThatThrownBy(() -> small.merge(large)).hasMessageContaining("16 and 32");
    assertThatThrownBy(() -> large.differingBuckets(small)).hasMessageContaining("32 and 16");
    assertThat(small).isNotEqualTo(large);
  }

  @Test
  void encodesAndDecodes() {
    Seeds.each(
        100,
        seed -> {
          var random = new SplittableRandom(seed);
          var digest = new TableDigest(1 << (4 + random.nextInt(11)));
          for (long[] item : items(random, random.nextInt(2000))) {
            add(digest, item);
          }
          byte[] encoded = digest.encode();
          assertThat(TableDigest.decode(encoded)).isEqualTo(digest);
          assertThat(TableDigest.decode(encoded).encode()).isEqualTo(encoded);
        });
  }

  @Test
  void fitsALedgerItemWhenFullAndIsSmallWhenEmpty() {
    var full = new TableDigest(TableDigest.MAX_BUCKETS);
    long mostPerBucket = (1 << 27) - 1;
    for (int bucket = 0; bucket < full.bucketCount(); bucket++) {
      full.counts[bucket] = mostPerBucket;
      full.highs[bucket] = -1;
      full.lows[bucket] = bucket;
    }
    assertThat(full.encode()).hasSizeLessThan(330_000);
    assertThat(TableDigest.decode(full.encode())).isEqualTo(full);
    assertThat(new TableDigest(TableDigest.MAX_BUCKETS).encode()).hasSizeLessThan(10);
    var few = new TableDigest(TableDigest.MAX_BUCKETS);
    for (long[] item : items(new SplittableRandom(1), 100)) {
      add(few, item);
    }
    assertThat(few.encode()).hasSizeLessThan(100 * 21 + 10);
  }

  /// Digests of two versions are compared with each other: these may never change.
  @Test
  void keepsItsFormatForEver() {
    var digest = new TableDigest(16);
    digest.add(0x2L << 60, 0x0102030405060708L, -1);
    digest.subtract(0x3L << 60, 0, 1);
    assertThat(digest.encode())
        .asHexString()
        .isEqualTo(
            "0104"
                + "0202"
                + "02"
                + "0102030405060708"
                + "FFFFFFFFFFFFFFFF"
                + "01"
                + "FFFFFFFFFFFFFFFF"
                + "FFFFFFFFFFFFFFFF"
                + "0C00");
    assertThat(digest.fingerprint())
        .isEqualTo("bd52fd4e4243cfd716331e3df79f00e657acd6d418afb98b6771e15e5ef0ea5c");
  }

  @Test
  void refusesDamagedEncodings() {
    var digest = new TableDigest(16);
    digest.add(0x2L << 60, 1, 1);
    digest.add(0x9L << 60, 1, 1);
    byte[] encoded = digest.encode();
    for (int length = 0; length < encoded.length; length++) {
      byte[] cut = Arrays.copyOf(encoded, length);
      assertThatThrownBy(() -> TableDigest.decode(cut))
          .isInstanceOf(IllegalArgumentException.class);
    }
    byte[] longer = Arrays.copyOf(encoded, encoded.length + 1);
    assertThatThrownBy(() -> TableDigest.decode(longer)).hasMessageContaining("too many");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0204 1000", // version 2
        "010F 00", // 2^15 buckets
        "0103 0800", // 2^3 buckets
        "01FF 00", // 2^-1 buckets
        "0104 1100", // a gap behind the end
        "0104 FFFFFFFFFFFFFFFFFF0100", // a negative gap
        "0104 900000", // a number longer than it must be
        "0104 0800 0800", // a gap in two
        "0104 0001 80808080808080808002 00000000000000000000000000000001 0F00", // 2^64 items
        "0104 0F02 02 00000000000000000000000000000001", // a run behind the end
        "0104 0001 00 00000000000000000000000000000000 0F00", // an empty bucket in a run
        "0104 0E01 02 00000000000000000000000000000001"
            + "0001 02 00000000000000000000000000000001" // a run in two
      })
  void refusesOtherSpellings(String hex) {
    byte[] encoded = HexFormat.of().parseHex(hex.replace(" ", ""));
    assertThatThrownBy(() -> TableDigest.decode(encoded))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a digest ");
  }

  @Test
  void neverFailsOtherwiseOnDamage() {
    Seeds.each(
        2000,
        seed -> {
          var random = new SplittableRandom(seed);
          var digest = new TableDigest(16);
          for (long[] item : items(random, random.nextInt(20))) {
            add(digest, item);
          }
          byte[] encoded = digest.encode();
          encoded[random.nextInt(encoded.length)] ^= (byte) (1 << random.nextInt(8));
          try {
            assertThat(TableDigest.decode(encoded).encode()).isEqualTo(encoded);
          } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageStartingWith("a digest ");
          }
        });
  }

  private static long[][] items(SplittableRandom random, int count) {
    long[][] items = new long[count][];
    for (int i = 0; i < count; i++) {
      items[i] = new long[] {random.nextLong(), random.nextLong(), random.nextLong()};
    }
    return items;
  }

  private static void add(TableDigest digest, long[] item) {
    digest.add(item[0], item[1], item[2]);
  }

  private static TableDigest merged(TableDigest... parts) {
    TableDigest merged = new TableDigest(parts[0].bucketCount());
    for (TableDigest part : parts) {
      merged.merge(part);
    }
    return merged;
  }
}
