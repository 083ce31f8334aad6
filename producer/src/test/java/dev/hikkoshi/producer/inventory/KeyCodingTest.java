package dev.hikkoshi.producer.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyCodingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      ignoreLeadingAndTrailingWhitespace = false,
      value = {
        "plain/key.txt|plain/key.txt",
        "a+b|a b",
        "a%20b|a b",
        "a%2Bb|a+b",
        "a%2bb|a+b",
        "a%252Bb|a%2Bb",
        "photos%2F2024|photos/2024",
        "a//b|a//b",
        "folder/|folder/",
        "./x/../y|./x/../y",
        "%E6%97%A5%E6%9C%AC|日本",
        "%F0%9F%98%80|😀",
        "%00|\0",
        "%28%2C%29|(,)",
      })
  void decodesExactly(String encoded, String key) throws Exception {
    assertThat(new KeyCoding().decodeUrl(encoded)).isEqualTo(key);
  }
}
