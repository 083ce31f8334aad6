package dev.hikkoshi.common.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hikkoshi.common.digest.TableDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IncrementalExportLineTest {
  private static final String METADATA =
      "\"Metadata\":{\"WriteTimestampMicros\":{\"N\":\"1680109764000000\"}}";
  private static final String KEYS = "\"Keys\":{\"id\":{\"N\":\"1\"}}";
  private static final KeySchema SCHEMA = KeySchema.of("id", KeyType.N);

  private final IncrementalExportLine line = new IncrementalExportLine(SCHEMA);
  private String text = "";

  private static String image(String name, String value) {
    return "\"" + name + "\":" + item(value);
  }

  private static String item(String value) {
    return "{\"id\":{\"N\":\"1\"},\"v\":{\"S\":\"" + value + "\"}}";
  }

  private void read(String... fields) throws MalformedItemException {
    text = "{" + String.join(",", fields) + "}";
    byte[] bytes = ("xx" + text + "\n").getBytes(UTF_8);
    line.read(bytes, 2, bytes.length);
  }

  private String json() {
    return ("xx" + text).substring(line.itemFrom(), line.itemTo());
  }

  private static TableDigest digest(String... values) throws MalformedItemException {
    var digest = new TableDigest(16);
    var scanner = new ItemScanner(SCHEMA);
    for (String value : values) {
      byte[] bytes = item(value).getBytes(UTF_8);
      scanner.scan(bytes, 0, bytes.length);
      digest.add(scanner.keyHash(), scanner.hashHigh(), scanner.hashLow());
    }
    return digest;
  }

  @Test
  void aKeyThatIsNewIsPut() throws Exception {
    read(METADATA, KEYS, image("NewImage", "a"));
    assertThat(line.isDelete()).isFalse();
    assertThat(json()).isEqualTo(item("a"));
    assertThat(line.hasOldImage()).isFalse();
    var digest = new TableDigest(16);
    line.applyTo(digest);
    assertThat(digest).isEqualTo(digest("a"));
  }

  @Test
  void aKeyThatChangedIsPutAndItsOldItemGivenBack() throws Exception {
    var digest = digest("old");
    read(METADATA, KEYS, image("OldImage", "old"), image("NewImage", "new"));
    line.applyTo(digest);
    assertThat(json()).isEqualTo(item("new"));
    assertThat(digest).isEqualTo(digest("new"));
  }

  @Test
  void aKeyWithoutNewImageIsDeleted() throws Exception {
    var digest = digest("old");
    read(METADATA, KEYS, image("OldImage", "old"));
    line.applyTo(digest);
    assertThat(line.isDelete()).isTrue();
    assertThat(json()).isEqualTo("{\"id\":{\"N\":\"1\"}}");
    assertThat(digest).isEqualTo(new TableDigest(16));
  }

  @Test
  void aKeyThatCameAndWentIsDeletedAndCountsForNothing() throws Exception {
    read(METADATA, KEYS);
    var digest = new TableDigest(16);
    line.applyTo(digest);
    assertThat(line.isDelete()).isTrue();
    assertThat(digest).isEqualTo(new TableDigest(16));
  }

  @Test
  void theOrderOfFieldsDoesNotMatter() throws Exception {
    read(image("NewImage", "new"), image("OldImage", "old"), KEYS, METADATA);
    assertThat(json()).isEqualTo(item("new"));
    assertThat(line.item().key()).isNotEmpty();
    read(KEYS, METADATA);
    assertThat(line.isDelete()).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | expected the field Keys",
        "[] | expected a line of an incremental export",
        "{\"Item\":{\"id\":{\"N\":\"1\"}}} | expected Metadata, Keys, OldImage and NewImage",
        "{\"Keys\":{\"id\":{\"N\":\"1\"}},\"Keys\":{\"id\":{\"N\":\"1\"}}} | each once",
        "{\"Keys\":{\"id\":{\"N\":\"1\"}},\"NewImage\":{\"id\":{\"N\":\"2\"}}} | the key of NewImage is not",
        "{\"Keys\":{\"id\":{\"N\":\"1\"}},\"OldImage\":{\"id\":{\"N\":\"2\"}}} | the key of OldImage is not",
        "{\"Keys\":{\"id\":{\"S\":\"1\"}}} | N",
        "{\"Keys\":{\"id\":{\"N\":\"1\"}}} x | byte",
      })
  void anythingElseIsMalformed(String text, String message) {
    byte[] bytes = text.getBytes(UTF_8);
    assertThatThrownBy(() -> line.read(bytes, 0, bytes.length))
        .isInstanceOf(MalformedItemException.class)
        .hasMessageContaining(message);
  }
}
