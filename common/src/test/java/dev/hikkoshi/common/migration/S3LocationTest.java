package dev.hikkoshi.common.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class S3LocationTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          s3://b           | b | ~~
          s3://b/          | b | ~~
          s3://b/a/c.json  | b | a/c.json
          s3://b//a//      | b | /a//
          s3://b/%20+?#é ж | b | %20+?#é ж
          """)
  void keepsTheKeyExactly(String text, String bucket, String key) {
    var location = S3Location.parse(text);
    assertThat(location).isEqualTo(new S3Location(bucket, key));
    assertThat(S3Location.parse(location.toString())).isEqualTo(location);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "b/k", "S3://b/k", "s3:/b/k", "s3://", "s3:///k", "https://b/k"})
  void refusesWhatNamesNoBucket(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> S3Location.parse(text));
  }

  @Test
  void anotherKeyIsInTheSameBucket() {
    assertThat(S3Location.parse("s3://b/k").withKey("x/y")).hasToString("s3://b/x/y");
  }
}
