package dev.hikkoshi.worker.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.capacity.CapacityProfile;
import dev.hikkoshi.worker.simulate.WorkerSchedule.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VariationTest {
  private static final int DRAWN = 200;

  private static List<Variation> draw(String name, double target) throws IOException {
    Path file = Path.of("..", "loadtest", "profiles", name + ".json");
    var profile = (ObjectNode) new ObjectMapper().readTree(file.toFile());
    var request =
        SimulationRequest.of(
                CapacityProfile.read(file), 1_000_000, target, 1, PolicyName.ADAPTIVE, 7)
            .withWorkers(new WorkerSchedule(List.of(new Step(0, 20), new Step(60, 50))));
    return IntStream.range(0, DRAWN)
        .mapToObj(number -> Variation.of(profile, request, number))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "cold-on-demand, 15000",
    "pre-warmed, 120000",
    "provisioned-burst, 40000",
    "outage-and-errors, 15000",
    "sixteen-partitions, 15000",
    "new-bucket, 8900",
  })
  void keepsTheFormAndChangesEveryNumber(String name, double target) throws IOException {
    var original = CapacityProfile.read(Path.of("..", "loadtest", "profiles", name + ".json"));
    boolean below = target < capacity(original);

    List<Variation> drawn = draw(name, target);

    assertThat(drawn).doesNotHaveDuplicates();
    assertThat(drawn)
        .allSatisfy(variation -> {
          SimulationRequest request = variation.request();
          CapacityProfile profile = request.profile();
          assertThat(CapacityProfile.parse(variation.profile().toString())).isEqualTo(profile);
          assertThat(profile.kind()).isEqualTo(original.kind());
          assertThat(profile.mode()).isEqualTo(original.mode());
          assertThat(profile.keyOrder()).isEqualTo(original.keyOrder());
          assertThat(profile.growth().isPresent()).isEqualTo(original.growth().isPresent());
          assertThat(profile.events()).hasSameSizeAs(original.events());
          assertThat(profile.initialRate() / original.initialRate()).isBetween(0.33, 3.01);
          assertThat(profile.latency().p50()).isNotEqualTo(original.latency().p50());
          assertThat(request.target() < capacity(profile)).isEqualTo(below);
          assertThat(request.items()).isBetween(50_000L, 7_000_000L);
          assertThat(request.workers().steps())
              .hasSize(2)
              .allMatch(step -> step.workers() >= 1 && step.workers() <= 200);
        });
    assertThat(drawn.stream().map(each -> each.request().workers().most()).distinct().count())
        .isGreaterThan(50);
  }

  /// Whatever is a profile has variations that are.
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"kind\":\"s3\"}",
        "{\"maxRate\":6000}",
        "{\"initialRate\":null,\"growth\":null,\"partitions\":null,\"events\":null}",
        "{\"growth\":{\"atUtilization\":1}}",
        "{\"growth\":{\"factor\":null}}",
        "{\"partitions\":{\"initial\":100000,\"rateEach\":1}}",
        "{\"partitions\":{\"initial\":3}}",
        "{\"latencyMillis\":{\"p50\":0,\"p99\":0}}",
        "{\"events\":[{\"atSecond\":0,\"forSeconds\":5,\"errorRatio\":0.9,\"rate\":0}]}",
      })
  void anyProfileCanBeVaried(String json) throws IOException {
    var profile = (ObjectNode) new ObjectMapper().readTree(json);
    var request =
        SimulationRequest.of(CapacityProfile.parse(json), 10, 5_000, 3, PolicyName.ADAPTIVE, 1);

    assertThat(IntStream.range(0, DRAWN).mapToObj(i -> Variation.of(profile, request, i)))
        .allSatisfy(each ->
            assertThat(each.request().profile().initialRate())
                .isNotEqualTo(request.profile().initialRate()));
  }

  @ParameterizedTest
  @CsvSource({"cold-on-demand, 15000", "new-bucket, 8900"})
  void isTheSameForTheSameSeed(String name, double target) throws IOException {
    assertThat(draw(name, target)).isEqualTo(draw(name, target));
  }

  private static double capacity(CapacityProfile profile) {
    return profile
        .partitions()
        .map(each -> Math.min(profile.initialRate(), each.initial() * each.rateEach()))
        .orElse(profile.initialRate());
  }
}
