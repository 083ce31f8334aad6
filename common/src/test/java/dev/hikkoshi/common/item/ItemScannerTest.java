package dev.hikkoshi.common.item;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hikkoshi.common.item.MalformedItemException.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ItemScannerTest {
  private final ItemScanner scanner = new ItemScanner(KeySchema.of("id", KeyType.S));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"id":{"S":"a"},"n":{"N":"0"}}          | {"n":{"N":"-0"},"id":{"S":"a"}}
          {"id":{"S":"a"},"n":{"N":"0"}}          | {"n":{"N":"0E5"},"id":{"S":"a"}}
          {"id":{"S":"a"},"n":{"N":"42"}}         | {"id":{"S":"a"},"n":{"N":"00042"}}
          {"id":{"S":"a"},"n":{"N":"3.14"}}       | {"id":{"S":"a"},"n":{"N":"+3.1400"}}
          {"id":{"S":"a"},"n":{"N":"100"}}        | {"id":{"S":"a"},"n":{"N":"1E2"}}
          {"id":{"S":"a"},"n":{"N":"100"}}        | {"id":{"S":"a"},"n":{"N":"1e+2"}}
          {"id":{"S":"a"},"n":{"N":"100"}}        | {"id":{"S":"a"},"n":{"N":"1000e-1"}}
          {"id":{"S":"a"},"n":{"N":"-0.001"}}     | {"id":{"S":"a"},"n":{"N":"-1E-3"}}
          {"id":{"S":"a"},"n":{"N":"1E-130"}}     | {"id":{"S":"a"},"n":{"N":"0.1E-129"}}
          {"id":{"S":"A"}}                        | {"\\u0069d" : { "\\u0053" : "\\u0041" } }
          {"id":{"S":"😀/"}}                      | {"id":{"S":"\\uD83D\\ude00\\/"}}
          {"id":{"S":"a"},"b":{"B":"/+8="}}       | {"id":{"S":"a"},"b":{"B":"\\/\\u002b8="}}
          {"id":{"S":"a"},"s":{"SS":["x","y"]}}   | {"id":{"S":"a"},"s":{"SS":["y","x"]}}
          {"id":{"S":"a"},"s":{"NS":["1","2"]}}   | {"id":{"S":"a"},"s":{"NS":["2.0","1e0"]}}
          {"id":{"S":"a"},"s":{"BS":["AQ==","Ag=="]}} | {"id":{"S":"a"},"s":{"BS":["Ag==","AQ=="]}}
          {"id":{"S":"a"},"m":{"M":{"x":{"N":"1"},"y":{"N":"2"}}}} | {"id":{"S":"a"},"m":{"M":{"y":{"N":"2"},"x":{"N":"1"}}}}
          """)
  void hashesSpellingsOfOneItemAlike(String one, String other) throws Exception {
    String expected = hash(one);
    assertThat(hash(other)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"id":{"S":"a"}}                          | {"id":{"S":"b"}}
          {"id":{"S":"a"}}                          | {"id":{"S":"a"},"x":{"S":""}}
          {"id":{"S":"a"}}                          | {"id":{"S":"a"},"x":{"NULL":true}}
          {"id":{"S":"a"},"x":{"S":"1"}}            | {"id":{"S":"a"},"x":{"N":"1"}}
          {"id":{"S":"a"},"x":{"S":"AQ=="}}         | {"id":{"S":"a"},"x":{"B":"AQ=="}}
          {"id":{"S":"a"},"x":{"S":""}}             | {"id":{"S":"a"},"x":{"B":""}}
          {"id":{"S":"a"},"x":{"BOOL":true}}        | {"id":{"S":"a"},"x":{"BOOL":false}}
          {"id":{"S":"a"},"x":{"BOOL":true}}        | {"id":{"S":"a"},"x":{"NULL":true}}
          {"id":{"S":"a"},"x":{"L":[]}}             | {"id":{"S":"a"},"x":{"M":{}}}
          {"id":{"S":"a"},"x":{"SS":["1"]}}         | {"id":{"S":"a"},"x":{"NS":["1"]}}
          {"id":{"S":"a"},"x":{"SS":["1"]}}         | {"id":{"S":"a"},"x":{"L":[{"S":"1"}]}}
          {"id":{"S":"a"},"x":{"SS":["1","1"]}}     | {"id":{"S":"a"},"x":{"SS":["1"]}}
          {"id":{"S":"a"},"x":{"SS":["1","2"]}}     | {"id":{"S":"a"},"x":{"SS":["12"]}}
          {"id":{"S":"a"},"x":{"L":[{"S":"1"},{"S":"2"}]}} | {"id":{"S":"a"},"x":{"L":[{"S":"2"},{"S":"1"}]}}
          {"id":{"S":"a"},"M":{"S":"x"}}            | {"id":{"S":"a"},"S":{"S":"x"}}
          {"id":{"S":"a"},"Item":{"M":{"S":{"S":"x"}}}} | {"id":{"S":"a"},"Item":{"S":"x"}}
          {"id":{"S":"a"},"n":{"N":"1"}}            | {"id":{"S":"a"},"n":{"N":"-1"}}
          {"id":{"S":"a"},"n":{"N":"1"}}            | {"id":{"S":"a"},"n":{"N":"10"}}
          {"id":{"S":"a"},"n":{"N":"12345678901234567890123456789012345678"}} | {"id":{"S":"a"},"n":{"N":"12345678901234567890123456789012345679"}}
          {"id":{"S":"a"},"n":{"N":"1E125"}}        | {"id":{"S":"a"},"n":{"N":"1E-125"}}
          """)
  void hashesDifferentItemsDifferently(String one, String other) throws Exception {
    String unexpected = hash(one);
    assertThat(hash(other)).isNotEqualTo(unexpected);
  }

  /// The digests of two versions are compared with each other: these may never change. The hashes
  /// are those of the reference implementation (python-xxhash: xxh128, xxh3_64).
  @Test
  void keepsItsFormatForEver() throws Exception {
    scan("{\"n\":{\"N\":\"-3.140\"},\"id\":{\"S\":\"a\"},\"s\":{\"SS\":[\"b\",\"a\"]}}");
    assertThat(new String(scanner.canonicalForm(), ISO_8859_1))
        .isEqualTo(
            "\0\0\0\3"
                + "\0\0\0\2idS\0\0\0\1a"
                + "\0\0\0\1nN\0\0\0\7-314E-2"
                + "\0\0\0\1ss\0\0\0\2\0\0\0\1a\0\0\0\1b");
    assertThat(new String(scanner.key(), ISO_8859_1)).isEqualTo("S\0\0\0\1a");
    assertThat(scanner.hashHigh()).isEqualTo(0xe0e42392c4772ee0L);
    assertThat(scanner.hashLow()).isEqualTo(0x8900d292c7e13b17L);
    assertThat(scanner.keyHash()).isEqualTo(0x4532c8892aaebc3fL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          {"id":{"S":"a"}                             | JSON
          {"id":{"S":"a"}} x                          | JSON
          {"id":{"S":"a"},}                           | JSON
          {"id":{"S":"\\ud800"}}                      | JSON
          []                                          | SHAPE
          {"id":"a"}                                  | SHAPE
          {"id":{}}                                   | SHAPE
          {"id":{"S":1}}                              | SHAPE
          {"id":{"S":"a"},"x":{"N":1}}                | SHAPE
          {"id":{"S":"a"},"x":{"BOOL":"true"}}        | SHAPE
          {"id":{"S":"a"},"x":{"NULL":null}}          | SHAPE
          {"id":{"S":"a"},"x":{"SS":"a"}}             | SHAPE
          {"id":{"S":"a"},"x":{"L":{}}}               | SHAPE
          {"id":{"S":"a"},"x":{"M":[]}}               | SHAPE
          {"id":{"S":"a"},"x":{"SS":[{"S":"a"}]}}     | SHAPE
          {"id":{"S":"a"},"x":{"X":"a"}}              | UNKNOWN_TYPE
          {"id":{"S":"a"},"x":{"s":"a"}}              | UNKNOWN_TYPE
          {"id":{"S":"a"},"x":{"LS":[]}}              | UNKNOWN_TYPE
          {"id":{"S":"a"},"x":{"":"a"}}               | UNKNOWN_TYPE
          {"id":{"S":"a","N":"1"}}                    | SEVERAL_TYPES
          {"id":{"S":"a"},"x":{"S":"a","S":"a"}}      | SEVERAL_TYPES
          {"id":{"S":"a"},"id":{"S":"a"}}             | DUPLICATE_NAME
          {"id":{"S":"a"},"x":{"M":{"b":{"S":""},"a":{"S":""},"b":{"S":""}}}} | DUPLICATE_NAME
          {"id":{"S":"a"},"x":{"B":"AQ"}}             | BASE64
          {"id":{"S":"a"},"x":{"B":"A==="}}           | BASE64
          {"id":{"S":"a"},"x":{"B":"===="}}           | BASE64
          {"id":{"S":"a"},"x":{"B":"AR=="}}           | BASE64
          {"id":{"S":"a"},"x":{"B":"AQ==AQ=="}}       | BASE64
          {"id":{"S":"a"},"x":{"BS":["A Q="]}}        | BASE64
          {"id":{"S":"a"},"x":{"B":"-_-_"}}           | BASE64
          {"id":{"S":"a"},"x":{"N":""}}               | NUMBER
          {"id":{"S":"a"},"x":{"N":"-"}}              | NUMBER
          {"id":{"S":"a"},"x":{"N":"."}}              | NUMBER
          {"id":{"S":"a"},"x":{"N":"1.2.3"}}          | NUMBER
          {"id":{"S":"a"},"x":{"N":"1e"}}             | NUMBER
          {"id":{"S":"a"},"x":{"N":"1e1.5"}}          | NUMBER
          {"id":{"S":"a"},"x":{"N":"0x10"}}           | NUMBER
          {"id":{"S":"a"},"x":{"N":"NaN"}}            | NUMBER
          {"id":{"S":"a"},"x":{"N":" 1"}}             | NUMBER
          {"id":{"S":"a"},"x":{"NS":["1","one"]}}     | NUMBER
          {"id":{"S":"a"},"x":{"N":"1e1000000000000000"}} | NUMBER
          {}                                          | KEY_MISSING
          {"ID":{"S":"a"}}                            | KEY_MISSING
          {"x":{"M":{"id":{"S":"a"}}}}                | KEY_MISSING
          {"id":{"N":"1"}}                            | KEY_TYPE
          {"id":{"SS":["1"]}}                         | KEY_TYPE
          {"id":{"NULL":true}}                        | KEY_TYPE
          {"id":{"S":""}}                             | KEY_EMPTY
          """)
  void refusesWhatIsNoItem(String json, Reason reason) {
    var refused = catchThrowableOfType(MalformedItemException.class, () -> scan(json));
    assertThat(refused).isNotNull();
    assertThat(refused.reason()).isEqualTo(reason);
    assertThatThrownBy(scanner::sizeBytes).isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":{\"S\":\"a\"},\"x\":{\"N\":\"1234567890123456789012345678901234567890.5\"}}",
        "{\"id\":{\"S\":\"a\"},\"x\":{\"N\":\"1E999999\"}}",
        "{\"id\":{\"S\":\"a\"},\"x\":{\"SS\":[]}}",
        "{\"id\":{\"S\":\"a\"},\"x\":{\"NS\":[\"1\",\"1.0\"]}}",
        "{\"id\":{\"S\":\"a\"},\"\":{\"S\":\"x\"}}",
        "{\"id\":{\"S\":\"a\"},\"x\":{\"NULL\":false}}"
      })
  void scansWhatOnlyDynamoDbRefuses(String json) throws Exception {
    scan(json);
    assertThat(scanner.sizeBytes()).isPositive();
  }

  @Test
  void reportsTheOffsetInTheTextItWasGiven() {
    byte[] buffer = "......{\"id\":{\"S\":\"a\"},\"x\":{\"N\":\"one\"}}".getBytes(UTF_8);
    var refused =
        catchThrowableOfType(
            MalformedItemException.class, () -> scanner.scan(buffer, 6, buffer.length));
    assertThat(refused.offset()).isEqualTo(25);
    assertThat(refused).hasMessage("malformed number at byte 25");
  }

  @Test
  void tellsKeysOfTwoAttributesApart() throws Exception {
    var composite = new ItemScanner(KeySchema.of("p", KeyType.N, "s", KeyType.B));
    byte[] first =
        key(composite, "{\"s\":{\"B\":\"AQI=\"},\"p\":{\"N\":\"10\"},\"x\":{\"S\":\"1\"}}");
    byte[] same =
        key(composite, "{\"p\":{\"N\":\"1e1\"},\"s\":{\"B\":\"AQI=\"},\"x\":{\"S\":\"2\"}}");
    byte[] other =
        key(composite, "{\"p\":{\"N\":\"10\"},\"s\":{\"B\":\"AQM=\"},\"x\":{\"S\":\"1\"}}");
    assertThat(same).isEqualTo(first).isNotEqualTo(other);
    assertThatThrownBy(() -> key(composite, "{\"p\":{\"N\":\"10\"}}"))
        .isInstanceOf(MalformedItemException.class)
        .hasMessageContaining("missing");
  }

  private static byte[] key(ItemScanner scanner, String json) throws MalformedItemException {
    byte[] bytes = json.getBytes(UTF_8);
    scanner.scan(bytes, 0, bytes.length);
    return scanner.key();
  }

  private String hash(String json) throws MalformedItemException {
    scan(json);
    return Long.toHexString(scanner.hashHigh()) + ":" + Long.toHexString(scanner.hashLow());
  }

  private void scan(String json) throws MalformedItemException {
    byte[] bytes = json.getBytes(UTF_8);
    scanner.scan(bytes, 0, bytes.length);
  }
}
