package dev.hikkoshi.bench.measure;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.runbook.cli.HikkoshiCommand;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Every benchmark with its real processes, and few items. The figures are there; what they are is
/// for whoever runs it on a quiet machine.
final class BenchCommandTest {
  @Test
  void digestsBothSides() throws IOException {
    JsonNode answer = bench("digest");

    assertMeasured(answer);
    assertMeasured(answer.path("source"));
    assertMeasured(answer.path("destination"));
    assertThat(answer.path("cpuSecondsPerMillion").asDouble())
        .isEqualTo(
            Math.max(
                answer.path("source").path("cpuSecondsPerMillion").asDouble(),
                answer.path("destination").path("cpuSecondsPerMillion").asDouble()));
    assertThat(baselines(answer)).containsExactly("gzip -dc");
  }

  @Test
  void writesAsAWorkerDoes() throws IOException {
    JsonNode answer = bench("write");

    assertMeasured(answer);
    assertThat(baselines(answer)).containsExactly("plain SDK loop");
  }

  @Test
  void producesAndChecks() throws IOException {
    JsonNode answer = bench("produce");

    assertMeasured(answer);
    assertMeasured(answer.path("producer"));
    assertMeasured(answer.path("check"));
    assertThat(answer.path("cpuSecondsPerMillion"))
        .isEqualTo(answer.path("producer").path("cpuSecondsPerMillion"));
    assertThat(baselines(answer)).containsExactly("gzip -dc");
  }

  @Test
  void receivesWithAndWithoutTheQueuePort() throws IOException {
    JsonNode answer = bench("queue");

    assertMeasured(answer);
    assertThat(baselines(answer)).containsExactly("plain SDK receive");
  }

  @Test
  void copiesAsAWorkerDoes() throws IOException {
    JsonNode answer = bench("copy");

    assertMeasured(answer);
    var named = new ArrayList<>(baselines(answer));
    answer.path("absent").forEach(name -> named.add(name.asText()));
    assertThat(named).containsExactlyInAnyOrder("rclone", "s5cmd");
  }

  @Test
  void refusesWhatItCannotMeasure() throws IOException {
    assertThat(run(2, "bench", "sleep").path("error").asText()).isEqualTo("usage");
    assertThat(run(2, "bench").path("error").asText()).isEqualTo("usage");
    assertThat(run(2, "bench", "digest", "--items", "0").path("subject").asText())
        .isEqualTo("--items");
    assertThat(run(2, "bench", "digest", "--items", "5", "--shards", "6").path("subject").asText())
        .isEqualTo("--shards");
    assertThat(run(2, "bench", "digest", "--items", "5", "--also", "2,5").path("subject").asText())
        .isEqualTo("--also");
  }

  /// Beside it another size by the same processes, three times in each round, since twice is less.
  /// Odd numbers, so that neither shards nor units nor pages come out even.
  private static JsonNode bench(String what) throws IOException {
    var line = new ArrayList<>(List.of("bench", what, "--items", "7001", "--rounds", "2"));
    line.addAll(List.of("--also", "3000", "--shards", "5", "--warm-up", "1"));
    JsonNode answer = run(0, line.toArray(new String[0]));
    assertThat(answer.path("bench").asText()).isEqualTo(what);
    assertThat(answer.path("items").asInt()).isEqualTo(7001);
    assertThat(answer.path("rounds").asInt()).isEqualTo(2);
    assertThat(answer.path("also").findValuesAsText("items")).containsExactly("3000");
    for (String figure : List.of("ratio", "cpuSecondsPerMillion", "allocatedBytesPerItem")) {
      assertThat(answer.path("also").get(0).path(figure).asDouble()).as(figure).isPositive();
    }
    assertThat(answer.path("also").get(0).has("peakRssMb"))
        .as("the process's, not the size's")
        .isFalse();
    return answer;
  }

  private static void assertMeasured(JsonNode measured) {
    for (String figure :
        List.of("cpuSecondsPerMillion", "itemsPerSecond", "peakRssMb", "allocatedBytesPerItem")) {
      assertThat(measured.path(figure).isNumber()).as(figure).isTrue();
      assertThat(measured.path(figure).asDouble()).as(figure).isPositive();
    }
    JsonNode cpu = measured.path("spread").path("cpuSecondsPerMillion");
    assertThat(cpu.path("median").asDouble())
        .isEqualTo(measured.path("cpuSecondsPerMillion").asDouble())
        .isBetween(cpu.path("min").asDouble(), cpu.path("max").asDouble());
  }

  private static List<String> baselines(JsonNode answer) {
    var names = new ArrayList<String>();
    for (JsonNode baseline : answer.path("baselines")) {
      names.add(baseline.path("name").asText());
      assertThat(baseline.path("itemsPerSecond").asDouble()).isPositive();
      assertThat(baseline.path("cpuSecondsPerMillion").isNumber()).isTrue();
    }
    return names;
  }

  private static JsonNode run(int exit, String... arguments) throws IOException {
    var out = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(out, true, UTF_8));
    try {
      var line = new ArrayList<>(List.of(arguments));
      line.addAll(List.of("--output", "json"));
      assertThat(HikkoshiCommand.execute(line.toArray(new String[0])))
          .as(out.toString(UTF_8))
          .isEqualTo(exit);
      return new ObjectMapper().readTree(out.toString(UTF_8));
    } finally {
      System.setOut(before);
    }
  }
}
