package dev.hikkoshi.common.item;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The rules of "DynamoDB item sizes and formats" in AWS's developer guide. Where it says
/// "approximately" (numbers) the sizes are those that DynamoDB Local's own encoding has.
class ItemSizeTest {
  private static final int KEY_SIZE = 3; // "id" and one character

  private final ItemScanner scanner = new ItemScanner(KeySchema.of("id", KeyType.S));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          a    | {"S":""}                             | 1
          a    | {"S":"hello"}                        | 6
          name | {"S":"引"}                           | 7
          名   | {"S":"\\u0041\\ud83d\\ude00"}        | 8
          a    | {"N":"0"}                            | 2
          a    | {"N":"-0.00"}                        | 2
          a    | {"N":"1"}                            | 3
          a    | {"N":"-1"}                           | 4
          a    | {"N":"12"}                           | 3
          a    | {"N":"123"}                          | 4
          a    | {"N":"1234"}                         | 4
          a    | {"N":"0012300"}                      | 4
          a    | {"N":"3.14"}                         | 4
          a    | {"N":"31.4"}                         | 4
          a    | {"N":"1E125"}                        | 3
          a    | {"N":"1E-130"}                       | 3
          a    | {"N":"1234567890.123456789"}         | 12
          a    | {"N":"12345678901234567890123456789012345678"}  | 21
          a    | {"N":"-12345678901234567890123456789012345678"} | 22
          a    | {"B":"aGVsbG8="}                     | 6
          a    | {"B":""}                             | 1
          a    | {"BOOL":false}                       | 2
          a    | {"NULL":true}                        | 2
          a    | {"L":[]}                             | 4
          a    | {"M":{}}                             | 4
          a    | {"L":[{"S":"xy"},{"NULL":true}]}     | 9
          a    | {"M":{"k":{"S":"xy"}}}               | 8
          a    | {"M":{"k":{"L":[{"M":{}}]}}}         | 13
          a    | {"SS":["a","bc"]}                    | 4
          a    | {"NS":["1","100","-2"]}              | 8
          a    | {"BS":["AQ==","AQI="]}               | 4
          """)
  void followsTheRules(String name, String value, int size) throws Exception {
    assertThat(sizeOf("\"" + name + "\":" + value)).isEqualTo(KEY_SIZE + size);
  }

  @ParameterizedTest
  @CsvSource({"0,1", "1020,1", "1021,2", "2044,2", "2045,3", "409596,400", "409597,401"})
  void takesAWriteUnitPerStartedKilobyte(int textLength, int units) throws Exception {
    sizeOf("\"a\":{\"S\":\"" + "x".repeat(textLength) + "\"}");
    assertThat(scanner.sizeBytes()).isEqualTo(KEY_SIZE + 1 + textLength);
    assertThat(scanner.writeUnits()).isEqualTo(units);
  }

  @Test
  void scansLargerItemsThanDynamoDbTakes() throws Exception {
    assertThat(sizeOf("\"a\":{\"S\":\"" + "x".repeat(5_000_000) + "\"}")).isEqualTo(5_000_004);
  }

  private int sizeOf(String attribute) throws MalformedItemException {
    byte[] json = ("{" + attribute + ",\"id\":{\"S\":\"x\"}}").getBytes(UTF_8);
    scanner.scan(json, 0, json.length);
    return scanner.sizeBytes();
  }
}
