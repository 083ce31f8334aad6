package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// A producer and three workers as tasks of ECS are: each with an agent beside it that is told
/// whether the task may be scaled in, with logs in JSON and metrics on a port.
class TaskProtectionTest {
  private static final int ITEMS = 4_000;
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private static int freePort() throws Exception {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static Map<String, String> settings(AgentStub agent, String task, int port) {
    var settings = new HashMap<>(agent.environment(task));
    settings.put("HIKKOSHI_METRICS_PORT", String.valueOf(port));
    settings.put("HIKKOSHI_LOG_FORMAT", "json");
    settings.put("HIKKOSHI_LOG_LEVEL", "info");
    return settings;
  }

  @Test
  void isProtectedWhileItHoldsUnitsAndLosesNothingWhenToldToStop() throws Exception {
    String name = Cloud.named("ecs-" + System.nanoTime());
    var export = new TestExport(name).items(ITEMS, 4).write();
    Cloud.get().table(name, "id", ScalarAttributeType.S);
    String file =
        new MigrationFiles(folder)
            .write(
                name,
                "name: "
                    + name
                    + "\nsource:\n  dynamodb-export: "
                    + export.location()
                    + "\ndestination:\n  table: "
                    + name
                    + "\ntarget: 500\n");
    int port = freePort();
    try (var agent = new AgentStub();
        var fleet = new ProcessFleet(folder, name)) {
      Process run = fleet.start("run", "run", file, "--fleet", "none", "--output", "json");
      fleet.start("produce", settings(agent, "produce", freePort()), "produce");
      Process stopped = fleet.start("work-1", settings(agent, "work-1", port), "work");
      fleet.start("work-2", settings(agent, "work-2", freePort()), "work");
      fleet.start("work-3", settings(agent, "work-3", freePort()), "work");
      fleet.awaitItems("run", 200);
      for (String worker : List.of("work-1", "work-2", "work-3")) {
        agent.await(worker, true);
      }
      assertThat(agent.asked("work-1").path("ExpiresInMinutes").asInt()).isEqualTo(10);
      assertThat(page(port))
          .contains("hikkoshi_running{role=\"worker\"} 1.0", "hikkoshi_target{migration=\"" + name);

      stopped.destroy();
      assertThat(stopped.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(stopped.exitValue()).as(fleet.err("work-1")).isZero();
      assertThat(agent.asked("work-1").path("ProtectionEnabled").asBoolean(true)).isFalse();

      assertThat(run.waitFor(120, TimeUnit.SECONDS)).isTrue();
      JsonNode result = JSON.readTree(fleet.out("run"));
      assertThat(result.path("exact").asBoolean()).as(result.toString()).isTrue();
      assertThat(result.path("written").asInt()).isEqualTo(ITEMS);
      for (String task : List.of("produce", "work-2", "work-3")) {
        agent.await(task, false);
      }
      logsAreJson(fleet, name);
    }
  }

  private static String page(int port) throws Exception {
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private static void logsAreJson(ProcessFleet fleet, String migration) throws Exception {
    boolean named = false;
    for (String line : fleet.err("produce").lines().toList()) {
      if (line.startsWith("{")) {
        JsonNode event = JSON.readTree(line);
        assertThat(event.path("time").asText()).endsWith("Z");
        assertThat(event.path("message").asText()).isNotEmpty();
        named |=
            event.path("migration").asText().equals(migration)
                && !event.path("split").isMissingNode();
      } else {
        assertThat(line).startsWith("produce: ");
      }
    }
    assertThat(named).as(fleet.err("produce")).isTrue();
  }
}
