package dev.hikkoshi.local.dynamodb;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignatureFilterTest {
  private static final Instant NOON = Instant.parse("2026-11-03T12:00:00Z");

  private final ApiResponse written = ApiResponse.json(200, Json.newObject());
  private Instant now = NOON;
  private final SignatureFilter filter = new SignatureFilter(Duration.ofSeconds(20), () -> now);

  @ParameterizedTest
  @ValueSource(strings = {"20261103T115940Z", "20261103T120000Z", "20261103T120020Z"})
  void letsPassWhatWasSignedWithinTheValidity(String signedAt) throws Exception {
    assertThat(filter.filter(signedAt(signedAt), _ -> written)).isSameAs(written);
  }

  @Test
  void refusesWhatWasSignedTooLongAgo() throws Exception {
    ApiResponse answer = filter.filter(signedAt("20261103T115939Z"), _ -> written);
    assertThat(answer.status()).isEqualTo(400);
    assertThat(new String(answer.body(), UTF_8))
        .isEqualTo(
            "{\"__type\":\"com.amazon.coral.service#InvalidSignatureException\","
                + "\"message\":\"Signature expired: 20261103T115939Z is now earlier than"
                + " 20261103T115940Z (20261103T120000Z - 20 sec.)\"}");
  }

  @Test
  void refusesWhatIsSignedForTooLateAnInstant() throws Exception {
    assertThat(text(filter.filter(signedAt("20261103T120021Z"), _ -> written)))
        .contains(
            "InvalidSignatureException",
            "Signature not yet current: 20261103T120021Z is still later than 20261103T120020Z"
                + " (20261103T120000Z + 20 sec.)");
  }

  @Test
  void refusesAnInstantOfAnotherForm() throws Exception {
    assertThat(text(filter.filter(signedAt("2026-11-03T12:00:00Z"), _ -> written)))
        .contains("IncompleteSignatureException");
  }

  @Test
  void letsTheFrontsOwnRequestsPass() throws Exception {
    assertThat(filter.filter(ApiRequest.own("Scan", new byte[0]), _ -> written)).isSameAs(written);
  }

  @Test
  void stopsAWriteThatBecameStaleOnItsWay() throws Exception {
    RequestFilter held =
        (request, next) -> {
          now = NOON.plusSeconds(21);
          return next.handle(request);
        };
    RequestHandler chain = RequestFilter.chain(List.of(filter, held, filter), _ -> written);
    assertThat(text(chain.handle(signedAt("20261103T120000Z")))).contains("Signature expired");
  }

  private static ApiRequest signedAt(String date) {
    return ApiRequest.received(
        HttpFields.build().put("X-Amz-Target", "DynamoDB_20120810.PutItem").put("X-Amz-Date", date),
        new byte[0]);
  }

  private static String text(ApiResponse answer) {
    return new String(answer.body(), UTF_8);
  }
}
