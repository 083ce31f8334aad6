package dev.hikkoshi.common.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hikkoshi.common.item.MalformedItemException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FullExportLineTest {
  private final ItemScanner scanner = new ItemScanner(KeySchema.of("id", KeyType.S));
  private final FullExportLine line = new FullExportLine(scanner);

  @Test
  void findsTheItemAsItStands() throws Exception {
    byte[] buffer = "??{\"Item\":{\"id\":{\"S\":\"x\"}}}\n??".getBytes(UTF_8);
    line.read(buffer, 2, buffer.length - 2);
    assertThat(item(buffer)).isEqualTo("{\"id\":{\"S\":\"x\"}}");
    assertThat(scanner.sizeBytes()).isEqualTo(3);
  }

  @Test
  void toleratesWhiteSpaceAndEscapedNames() throws Exception {
    byte[] buffer = " {\t\"\\u0049tem\" : { \"id\" : {\"S\":\"x\"} } \r\n} \n".getBytes(UTF_8);
    line.read(buffer, 0, buffer.length);
    assertThat(item(buffer)).isEqualTo("{ \"id\" : {\"S\":\"x\"} }");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~~                                            | JSON       | 0
          []                                            | ENVELOPE   | 0
          {}                                            | ENVELOPE   | 2
          {"item":{"id":{"S":"x"}}}                     | ENVELOPE   | 8
          {"Keys":{"id":{"S":"x"}}}                     | ENVELOPE   | 8
          {"Item":{"id":{"S":"x"}},"Item":{}}           | ENVELOPE   | 32
          {"Item":{"id":{"S":"x"}}                      | JSON       | 24
          {"Item":{"id":{"S":"x"}}}}                    | JSON       | 25
          {"Item":{"id":{"S":"x"}}}{"Item":{}}          | JSON       | 25
          {"Item":"x"}                                  | SHAPE      | 8
          {"Item":{"id":{"S":"x"},"b":{"B":"!"}}}       | BASE64     | 33
          """)
  void refusesAnythingElse(String json, Reason reason, int offset) {
    byte[] buffer = ("...." + json).getBytes(UTF_8);
    var refused =
        catchThrowableOfType(
            MalformedItemException.class, () -> line.read(buffer, 4, buffer.length));
    assertThat(refused).isNotNull();
    assertThat(refused.reason()).isEqualTo(reason);
    assertThat(refused.offset()).isEqualTo(offset);
  }

  @Test
  void survivesHostileNesting() {
    byte[] hostile =
        ("{\"Item\":{\"id\":{\"S\":\"x\"},\"x\":" + "{\"L\":[".repeat(5_000)).getBytes(UTF_8);
    var refused =
        catchThrowableOfType(
            MalformedItemException.class, () -> line.read(hostile, 0, hostile.length));
    assertThat(refused.reason()).isEqualTo(Reason.JSON);
    assertThat(refused).hasMessageContaining("nested deeper than 128");
  }

  private String item(byte[] buffer) {
    return new String(buffer, line.itemFrom(), line.itemTo() - line.itemFrom(), UTF_8);
  }
}
