package dev.hikkoshi.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SimulateCommandTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String COLD =
      Path.of("..", "..", "loadtest", "profiles", "cold-on-demand.json").toString();
  private static final List<String> RUN =
      List.of("simulate", COLD, "--items", "60000", "--target", "15000", "--output", "json");

  private record Answer(int exit, String text) {
    JsonNode json() throws IOException {
      return JSON.readTree(text);
    }
  }

  private static Answer simulate(String... options) {
    return execute(Stream.concat(RUN.stream(), Stream.of(options)).toArray(String[]::new));
  }

  private static Answer execute(String... line) {
    PrintStream before = System.out;
    var written = new ByteArrayOutputStream();
    System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    try {
      int exit = HikkoshiCommand.execute(line);
      return new Answer(exit, written.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(before);
    }
  }

  @Test
  void comparesVariationsThatCanBeSimulatedAgainAlone(@TempDir Path dir) throws IOException {
    Answer varied = simulate("--vary", "2", "--seed", "5");

    assertThat(varied.exit()).isEqualTo(Exit.DONE);
    assertThat(varied.json().path("variations").intValue()).isEqualTo(2);
    assertThat(varied.json().path("runs")).hasSize(2);
    JsonNode run = varied.json().path("runs").path(1);
    assertThat(run.path("results")).hasSize(4);
    Path profile = Files.writeString(dir.resolve("varied.json"), run.path("profile").toString());
    for (JsonNode result : run.path("results")) {
      Answer alone =
          execute(
              "simulate",
              profile.toString(),
              "--items",
              run.path("items").asText(),
              "--target",
              run.path("target").asText(),
              "--workers",
              run.path("workers").textValue(),
              "--policy",
              result.path("policy").textValue(),
              "--seed",
              "5",
              "--output",
              "json");
      assertThat(alone.json()).isEqualTo(result);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'initialRate':1000} | 1000000000000 | take more than 100,000,000 s",
        "{'events':[{'atSecond':5,'forSeconds':1e9,'rate':0}]} | 20000 | from second 5 on",
        "{'events':[{'atSecond':5,'forSeconds':1e6,'errorRatio':1}]} | 20000 | 5,000 are written",
      })
  void whatDoesNotComeToItsEndIsNoResult(
      String profile, String items, String told, @TempDir Path dir) throws IOException {
    Path file = Files.writeString(dir.resolve("profile.json"), profile.replace('\'', '"'));
    Answer answer =
        execute(
            "simulate",
            file.toString(),
            "--items",
            items,
            "--target",
            "1000",
            "--workers",
            "2",
            "--output",
            "json");
    assertThat(answer.exit()).isEqualTo(Exit.DIFFERENT);
    assertThat(answer.json().path("error").textValue()).isEqualTo("unfinished");
    assertThat(answer.json().path("message").textValue()).contains(told);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--vary 0                   | --vary is 0; allowed: a whole number from 1 to 1000",
        "--vary 1001                | --vary is 1001; allowed: a whole number from 1 to 1000",
        "--vary some                | some",
        "--vary 2 --policy fixed    | leave out --policy, --report",
        "--vary 2 --report somewhere| leave out --policy, --report",
      })
  void refusesWhatCannotBeVaried(String options, String told) throws IOException {
    Answer refused = simulate(options.split(" "));

    assertThat(refused.exit()).isEqualTo(Exit.USAGE);
    assertThat(refused.json().path("message").textValue()).contains(told);
  }
}
