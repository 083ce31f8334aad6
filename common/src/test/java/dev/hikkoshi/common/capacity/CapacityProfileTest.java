package dev.hikkoshi.common.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hikkoshi.common.capacity.CapacityProfile.KeyOrder;
import dev.hikkoshi.common.capacity.CapacityProfile.Kind;
import dev.hikkoshi.common.capacity.CapacityProfile.Mode;
import dev.hikkoshi.common.capacity.CapacityProfile.Partitions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CapacityProfileTest {
  private static final String CONTRACT =
      """
      {"name":"cold-on-demand","kind":"dynamodb","mode":"on-demand",
       "initialRate":4000, "maxRate":40000,
       "growth":{"atUtilization":0.8,"sustainedSeconds":600,"factor":2.0},
       "partitions":{"initial":4,"rateEach":1000,"splitAtUtilization":0.9,"splitAfterSeconds":300},
       "burstSeconds":0, "latencyMillis":{"p50":6,"p99":40},
       "events":[{"atSecond":900,"rate":8000,"forSeconds":120},{"atSecond":1800,"errorRatio":0.02,"forSeconds":60}],
       "itemBytes":{"p50":300,"p99":2000}, "keyOrder":"shuffled"}
      """;

  @Test
  void readsEveryKeyOfTheContract() {
    var profile = CapacityProfile.parse(CONTRACT);

    assertThat(profile.name()).isEqualTo("cold-on-demand");
    assertThat(profile.initialRate()).isEqualTo(4000);
    assertThat(profile.maxRate()).isEqualTo(40000);
    assertThat(profile.growth()).contains(new CapacityProfile.Growth(0.8, 600, 2));
    assertThat(profile.partitions()).contains(new Partitions(4, 1000, 0.9, 300));
    assertThat(profile.latency()).isEqualTo(new CapacityProfile.Latency(6, 40));
    assertThat(profile.events())
        .containsExactly(
            new CapacityProfile.Event(900, 120, Optional.of(8000.0), 0),
            new CapacityProfile.Event(1800, 60, Optional.empty(), 0.02));
    assertThat(profile.itemBytes()).contains(new CapacityProfile.ItemBytes(300, 2000));
    assertThat(profile.keyOrder()).isEqualTo(KeyOrder.SHUFFLED);
  }

  @Test
  void whatIsNotMentionedDoesNotHappen() {
    var profile = CapacityProfile.parse("{}");

    assertThat(profile.kind()).isEqualTo(Kind.DYNAMODB);
    assertThat(profile.mode()).isEqualTo(Mode.ON_DEMAND);
    assertThat(profile.initialRate()).isEqualTo(4000);
    assertThat(profile.maxRate()).isEqualTo(40000);
    assertThat(profile.growth()).isEmpty();
    assertThat(profile.partitions()).isEmpty();
    assertThat(profile.burstSeconds()).isZero();
    assertThat(profile.latency()).isEqualTo(new CapacityProfile.Latency(6, 40));
    assertThat(profile.events()).isEmpty();
    assertThat(profile.itemBytes()).isEmpty();
    assertThat(profile.keyOrder()).isEqualTo(KeyOrder.SHUFFLED);
  }

  @Test
  void provisionedHasBurstAndNoGrowth() {
    var profile = CapacityProfile.parse("{\"mode\":\"provisioned\",\"growth\":{}}");

    assertThat(profile.burstSeconds()).isEqualTo(300);
    assertThat(profile.growth()).isEmpty();
  }

  @Test
  void bucketStartsWithOnePartition() {
    var profile = CapacityProfile.parse("{\"kind\":\"s3\"}");

    assertThat(profile.partitions()).contains(new Partitions(1, 3500, 0.9, 600));
    assertThat(profile.initialRate()).isEqualTo(3500);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"speed\":1} | speed | initialRate",
        "{\"growth\":{\"factr\":2}} | growth.factr | factor",
        "{\"growth\":{\"factor\":0.5}} | growth.factor | 1 to 1000",
        "{\"keyOrder\":\"random\"} | keyOrder | partition-ordered",
        "{\"initialRate\":\"fast\"} | initialRate | fast",
        "{\"initialRate\":-1} | initialRate | more than 0",
        "{\"events\":[{\"atSecond\":1,\"forSeconds\":1,\"errorRatio\":2}]} | events.errorRatio | 0 to 1",
        "{\"maxRate\":10} | maxRate | initialRate (4000.0) to",
        "{\"name\":\"a\",\"name\":\"b\"} | profile | name",
        "{\"events\":[{\"atSecond\":1}]} | events.forSeconds | is missing",
        "{\"events\":[null]} | events | null",
        "{\"events\":[{\"atSecond\":1,\"forSeconds\":5}]} | events | a rate, an errorRatio or both",
        "{\"events\":[{\"atSecond\":1 | profile | start marker at line 1, column 12), in line 1",
        "{\"initialRate\":1e999} | initialRate | is Infinity",
        "{\"initialRate\":\"1000\"} | initialRate | is \"1000\", allowed is a number",
        "{\"initialRate\":{}} | initialRate | is an object, allowed is a number",
        "{\"kind\":1} | kind | is 1, allowed is dynamodb, s3",
        "{\"partitions\":{\"initial\":1.5}} | partitions.initial | is 1.5, allowed is a whole number",
        "{\"growth\":\"fast\"} | growth | is \"fast\", allowed is a JSON object",
        "{\"events\":{}} | events | is an object, allowed is a list",
        "{\"latencyMillis\":{\"p50\":null,\"p99\":5}} | latencyMillis.p50 | is missing",
        "{\"latencyMillis\":{\"p50\":5,\"p99\":1e18}} | latencyMillis.p99 | 3600000",
        "{\"latencyMillis\":{\"p50\":5,\"p99\":1e999}} | latencyMillis.p99 | is Infinity",
        "[] | profile | is a list, allowed is a JSON object",
        "nonsense | profile | JSON",
        "null | profile | JSON object",
      })
  void refusesNamingTheKeyAndWhatIsAllowed(String json, String key, String said) {
    assertThatThrownBy(() -> CapacityProfile.parse(json))
        .isInstanceOf(InvalidProfileException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(said);
  }

  @Test
  void everyShippedProfileParses() throws Exception {
    try (var files = Files.list(Path.of("..", "loadtest", "profiles"))) {
      var profiles = files.filter(file -> file.toString().endsWith(".json")).toList();
      assertThat(profiles).hasSizeGreaterThan(7);
      for (var file : profiles) {
        assertThat(CapacityProfile.read(file).name() + ".json")
            .isEqualTo(file.getFileName().toString());
      }
    }
  }
}
