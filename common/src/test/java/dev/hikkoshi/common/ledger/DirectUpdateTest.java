package dev.hikkoshi.common.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.common.aws.LoopbackDynamoDb;
import dev.hikkoshi.common.aws.LoopbackDynamoDb.Answer;
import dev.hikkoshi.common.aws.LoopbackDynamoDb.Request;
import dev.hikkoshi.common.unit.UnitId;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/// Directly and by the SDK's client rows are updated alike.
class DirectUpdateTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TRIES = 100;

  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private Function<Request, Answer> answers = _ -> Answer.of(200, "{}");
  private LoopbackDynamoDb server;
  private DynamoDbClient sdk;
  private Ledger plain;
  private Ledger direct;

  @BeforeEach
  void start() throws IOException {
    server =
        new LoopbackDynamoDb(request -> {
          requests.add(request);
          return answers.apply(request);
        });
    sdk =
        DynamoDbClient.builder()
            .endpointOverride(server.endpoint())
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")))
            .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
            .build();
    plain = new Ledger(sdk, "ledger");
    direct =
        new Ledger(
            new DynamoDbLedgerTable(
                sdk, "ledger", Optional.of(new DirectUpdate(server::client, "ledger"))));
  }

  @AfterEach
  void stop() {
    sdk.close();
    server.close();
  }

  private static boolean settle(Ledger ledger, SplittableRandom random) {
    return ledger
        .units()
        .settle(
            "m",
            new UnitId("s" + random.nextInt(100), random.nextInt(10_000)),
            new UnitTotals(
                random.nextInt(),
                random.nextInt(),
                random.nextInt(),
                random.nextInt(),
                random.nextDouble(),
                random.nextInt()),
            Instant.ofEpochMilli(random.nextInt()),
            Instant.ofEpochMilli(random.nextInt()));
  }

  private static JsonNode read(Request request) throws IOException {
    return JSON.readTree(request.body());
  }

  @Test
  void asksAsTheSdkAsks() throws IOException {
    for (long seed = 0; seed < TRIES; seed++) {
      requests.clear();
      assertThat(settle(plain, new SplittableRandom(seed))).isTrue();
      assertThat(settle(direct, new SplittableRandom(seed))).isTrue();
      assertThat(requests).hasSize(2);
      assertThat(read(requests.get(1))).as("seed %d", seed).isEqualTo(read(requests.get(0)));
      assertThat(requests.get(1).header("x-amz-target"))
          .isEqualTo(requests.get(0).header("x-amz-target"));
    }
  }

  @Test
  void aConditionThatDoesNotHoldIsNoError() {
    answers = _ -> Answer.error(400, "ConditionalCheckFailedException", "no");
    assertThat(settle(direct, new SplittableRandom(1))).isFalse();
    assertThat(requests).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 500})
  void leavesWhatFailedToTheSdk(int status) {
    answers =
        _ ->
            requests.size() == 1
                ? Answer.error(status, "InternalServerError", "again")
                : Answer.of(200, "{}");
    assertThat(settle(direct, new SplittableRandom(1))).isTrue();
    assertThat(requests).hasSize(2);
    assertThat(requests.get(1).body()).isNotEmpty();
  }

  @Test
  void leavesAnAnswerThatWasCutToTheSdk() {
    answers = _ -> requests.size() == 1 ? Answer.of(200, "{}").cutOff() : Answer.of(200, "{}");
    assertThat(settle(direct, new SplittableRandom(1))).isTrue();
    assertThat(requests).hasSize(2);
  }

  @Test
  void whatTheSdkCannotDoEitherIsAnError() {
    answers = _ -> Answer.error(400, "AccessDeniedException", "no access");
    assertThatThrownBy(() -> settle(direct, new SplittableRandom(1)))
        .isInstanceOf(DynamoDbException.class)
        .hasMessageContaining("no access");
  }

  @Test
  void leavesValuesOfOtherTypesToTheSdk() throws IOException {
    var table =
        new DynamoDbLedgerTable(
            sdk, "ledger", Optional.of(new DirectUpdate(server::client, "ledger")));
    table.update("p", "s", RowUpdate.set(new Row().texts("list", List.of("a", "b"))));
    assertThat(requests).hasSize(1);
    assertThat(read(requests.getFirst()).at("/ExpressionAttributeValues/:list/L").size())
        .isEqualTo(2);
  }
}
