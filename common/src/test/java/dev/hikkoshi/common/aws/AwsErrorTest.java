package dev.hikkoshi.common.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hikkoshi.common.aws.AwsError.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AwsErrorTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | ProvisionedThroughputExceededException   | too fast | THROTTLED
          400 | ThrottlingException                      | too fast | THROTTLED
          400 | RequestLimitExceeded                     | too fast | THROTTLED
          400 | LimitExceededException                   | too fast | THROTTLED
          400 | ValidationException                      | too big  | INVALID
          400 | SerializationException                   | no       | INVALID
          400 | ItemCollectionSizeLimitExceededException | no       | INVALID
          400 | ReplicatedWriteConflictException         | again    | TRANSIENT
          400 | TransactionConflictException             | again    | TRANSIENT
          400 | RequestTimeoutException                  | again    | TRANSIENT
          500 | InternalServerError                      | again    | TRANSIENT
          503 | ServiceUnavailable                       | again    | TRANSIENT
          500 | ValidationException                      | odd      | TRANSIENT
          400 | InternalServerError                      | odd      | TRANSIENT
          400 | ResourceNotFoundException                | no table | UNAVAILABLE
          400 | AccessDeniedException                    | no       | UNAVAILABLE
          400 | UnrecognizedClientException              | no       | UNAVAILABLE
          400 | ExpiredTokenException                    | no       | UNAVAILABLE
          403 | MissingAuthenticationTokenException      | no       | UNAVAILABLE
          400 | InvalidSignatureException | Signature expired: 1 is now earlier than 2 | TRANSIENT
          400 | InvalidSignatureException | The signature does not match | UNAVAILABLE
          400 | SomethingNewException                    | new      | UNAVAILABLE
          """)
  void everyCodeSaysHowToReact(int status, String code, String message, Kind kind) {
    AwsError error =
        read(
            status,
            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#"
                + code
                + "\",\"message\":\""
                + message
                + "\"}");
    assertThat(error).isEqualTo(new AwsError(code, message, kind, false));
    assertThat(error).hasToString(code + ": " + message);
  }

  @Test
  void readsTheOtherSpellings() {
    assertThat(read(400, "{\"__type\":\"ThrottlingException\",\"Message\":\"slow\"}"))
        .isEqualTo(new AwsError("ThrottlingException", "slow", Kind.THROTTLED, false));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~~                                            | 502 | TRANSIENT
          <html>Bad Gateway</html>                      | 502 | TRANSIENT
          <html>Forbidden</html>                        | 403 | UNAVAILABLE
          []                                            | 400 | UNAVAILABLE
          null                                          | 400 | UNAVAILABLE
          {"__type":7,"message":[]}                     | 500 | TRANSIENT
          {"__type":"x#y","ThrottlingReasons":7}        | 500 | TRANSIENT
          {"__type                                      | 500 | TRANSIENT
          """)
  void aBodyThatIsNoErrorLeavesTheStatus(String body, int status, Kind kind) {
    assertThat(read(status, body).kind()).isEqualTo(kind);
    assertThat(read(status, body).hotKeyRange()).isFalse();
    assertThat(read(status, body).toString()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          ~~                                                                              | false
          {"reason":"TableWriteKeyRangeThroughputExceeded","resource":"arn:t"}            | true
          {"reason":"IndexWriteKeyRangeThroughputExceeded"}                               | true
          {"reason":"TableWriteProvisionedThroughputExceeded"}                            | false
          {"reason":"TableWriteAccountLimitExceeded"}                                     | false
          {"reason":"TableWriteMaxOnDemandThroughputExceeded"}                            | false
          {"reason":"TableWriteKeyRangeThroughputExceeded"},{"reason":"TableWriteKeyRangeThroughputExceeded"} | true
          {"reason":"TableWriteKeyRangeThroughputExceeded"},{"reason":"TableWriteAccountLimitExceeded"} | false
          {}                                                                              | false
          7                                                                               | false
          """)
  void onlyKeyRangesAreAboutOnePartition(String reasons, boolean hot) {
    AwsError error =
        read(400, "{\"__type\":\"a#ThrottlingException\",\"ThrottlingReasons\":[" + reasons + "]}");
    assertThat(error.kind()).isEqualTo(Kind.THROTTLED);
    assertThat(error.hotKeyRange()).isEqualTo(hot);
  }

  private static AwsError read(int status, String body) {
    return AwsError.read(new RawDynamoDb.Reply(status, body.getBytes(UTF_8)));
  }
}
