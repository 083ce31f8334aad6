package dev.hikkoshi.common.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.hikkoshi.common.item.MalformedItemException.Reason;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ItemScannerPropertiesTest {
  private static final KeySchema SCHEMA = KeySchema.of("id", KeyType.S);
  private final ItemScanner scanner = new ItemScanner(SCHEMA);

  @Test
  void agreesWithTheReference() {
    KeySchema[] schemas = {
      SCHEMA, KeySchema.of("p", KeyType.N, "s", KeyType.B), KeySchema.of("M", KeyType.B)
    };
    Seeds.each(
        3000,
        seed -> {
          KeySchema schema = schemas[(int) (seed % schemas.length)];
          var own = new ItemScanner(schema);
          byte[] json = utf8(DynamoDbJson.plain(new RandomItems(schema, seed).next()));
          var expected = new ReferenceItem(json);
          own.scan(json, 0, json.length);
          assertThat(own.canonicalForm()).isEqualTo(expected.canonicalForm());
          assertThat(own.key()).isEqualTo(expected.key(schema));
          assertThat(own.sizeBytes()).isEqualTo(expected.sizeBytes());
          var hash = Hashing.xxh3_128().hashBytesTo128Bits(expected.canonicalForm());
          assertThat(own.hashHigh()).isEqualTo(hash.getMostSignificantBits());
          assertThat(own.hashLow()).isEqualTo(hash.getLeastSignificantBits());
          assertThat(own.keyHash())
              .isEqualTo(Hashing.xxh3_64().hashBytesToLong(expected.key(schema)));
        });
  }

  @Test
  void spellingChangesNothing() {
    Seeds.each(
        2000,
        seed -> {
          var items = new RandomItems(SCHEMA, seed);
          Map<String, Value> item = items.next();
          scan(DynamoDbJson.plain(item));
          byte[] form = scanner.canonicalForm();
          int size = scanner.sizeBytes();
          for (int i = 0; i < 3; i++) {
            String respelt = DynamoDbJson.respelt(item, items.random());
            scan(respelt);
            assertThat(scanner.canonicalForm()).as(respelt).isEqualTo(form);
            assertThat(scanner.sizeBytes()).as(respelt).isEqualTo(size);
          }
        });
  }

  @Test
  void everyMutationChangesTheHash() {
    Seeds.each(
        300,
        seed -> {
          Map<String, Value> item = new RandomItems(SCHEMA, seed).next();
          scan(DynamoDbJson.plain(item));
          long high = scanner.hashHigh();
          long low = scanner.hashLow();
          for (Map<String, Value> mutated : Mutations.of(item, SCHEMA)) {
            String json = DynamoDbJson.plain(mutated);
            scan(json);
            assertThat(scanner.hashHigh()).as(json).isNotEqualTo(high);
            assertThat(scanner.hashLow()).as(json).isNotEqualTo(low);
          }
        });
  }

  @Test
  void keysAreEqualForOneKeyOnly() {
    Seeds.each(
        100,
        seed -> {
          var items = new RandomItems(SCHEMA, seed);
          Set<String> keys = new HashSet<>();
          for (int i = 0; i < 50; i++) {
            Map<String, Value> item = items.next();
            scan(DynamoDbJson.plain(item));
            byte[] key = scanner.key();
            assertThat(keys.add(HexFormat.of().formatHex(key))).isTrue();
            Value id = item.get("id");
            assertThat(id).isNotNull();
            scan(DynamoDbJson.respelt(Map.of("id", id), items.random()));
            assertThat(scanner.key()).isEqualTo(key);
          }
        });
  }

  /// Damaged lines are refused as declared; what is still accepted means what the reference reads.
  @Test
  void damagedLinesAreRefusedOrReadAsTheReferenceReadsThem() {
    var line = new FullExportLine(scanner);
    int[] outcomes = new int[2];
    Seeds.each(
        300,
        seed -> {
          var random = new SplittableRandom(seed);
          byte[] whole = DynamoDbJson.exportLine(new RandomItems(SCHEMA, seed).next());
          for (int i = 0; i < 100; i++) {
            byte[] damaged = Damage.to(whole, random);
            try {
              line.read(damaged, 0, damaged.length);
            } catch (MalformedItemException e) {
              assertThat(e.offset()).isBetween(0, damaged.length);
              assertThat(e.getMessage()).hasSizeLessThan(120);
              if (e.reason() == Reason.JSON) {
                assertThat(Damage.isJson(damaged)).as(new String(damaged, UTF_8)).isFalse();
              }
              outcomes[0]++;
              continue;
            }
            byte[] item = Arrays.copyOfRange(damaged, line.itemFrom(), line.itemTo());
            assertThat(scanner.canonicalForm())
                .as(new String(damaged, UTF_8))
                .isEqualTo(new ReferenceItem(item).canonicalForm());
            outcomes[1]++;
          }
        });
    assertThat(outcomes[0]).isGreaterThan(1000);
    assertThat(outcomes[1]).isGreaterThan(1000);
  }

  private void scan(String json) throws MalformedItemException {
    byte[] bytes = utf8(json);
    scanner.scan(bytes, 0, bytes.length);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(UTF_8);
  }
}
