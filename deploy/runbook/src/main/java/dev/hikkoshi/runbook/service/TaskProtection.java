package dev.hikkoshi.runbook.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.common.time.Time;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps ECS from scaling in a task that works, through the task's own agent: `PUT
/// $ECS_AGENT_URI/task-protection/v1/state`. A task that is taken all the same (Spot, a deployment,
/// `StopTask`) drains. One thread looks once a second.
public final class TaskProtection implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskProtection.class);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final URI state;
  private final IntSupplier held;
  private final Time time;
  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final Thread thread;
  private ProtectionState now;
  private boolean failing;

  /// Starts looking.
  ///
  /// @param agent the agent's address, `http://169.254.170.2/api/…`
  /// @param held how much the task works on
  TaskProtection(URI agent, IntSupplier held, Time time) {
    this.state = URI.create(agent + "/task-protection/v1/state");
    this.held = held;
    this.time = time;
    this.now = ProtectionState.started(time.nanoTime());
    this.thread = time.start("task-protection", this::watch);
  }

  /// Protects this task if `ECS_AGENT_URI` says that it is one.
  public static Optional<TaskProtection> from(Map<String, String> environment, IntSupplier held) {
    return Optional.ofNullable(environment.get("ECS_AGENT_URI"))
        .map(agent -> new TaskProtection(URI.create(agent), held, Time.SYSTEM));
  }

  private void watch() {
    try {
      while (true) {
        time.sleep(look() ? LOOK : AFTER_FAILURE);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// @return whether nothing went wrong
  private boolean look() throws InterruptedException {
    int holds = held.getAsInt();
    now = now.holds(holds, time.nanoTime());
    ProtectionState.Ask ask = now.ask(holds, time.nanoTime());
    return ask == ProtectionState.Ask.NOTHING || tell(ask);
  }

  private boolean tell(ProtectionState.Ask ask) throws InterruptedException {
    try {
      String answer = put(ask == ProtectionState.Ask.PROTECT);
      if (!answer.isEmpty()) {
        failed(answer);
        return false;
      }
      now = now.told(ask, time.nanoTime());
      failing = false;
      LOG.info(
          "ECS was told to {} this task",
          ask == ProtectionState.Ask.PROTECT ? "keep" : "let go of");
      return true;
    } catch (IOException e) {
      failed(e.toString());
      return false;
    }
  }

  /// @return why ECS has not taken note; empty if it has
  private String put(boolean protect) throws IOException, InterruptedException {
    var body = json.createObjectNode().put("ProtectionEnabled", protect);
    if (protect) {
      body.put("ExpiresInMinutes", ProtectionState.EXPIRES.toMinutes());
    }
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(state)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/json")
                .PUT(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    JsonNode said = json.readTree(answer.body());
    boolean noted = said != null && said.path("protection").isObject();
    return answer.statusCode() == 200 && noted ? "" : answer.statusCode() + " " + answer.body();
  }

  private void failed(String reason) {
    if (failing) {
      LOG.debug("ECS still could not be told: {}", reason);
    } else {
      LOG.warn(
          "ECS could not be told whether this task may be scaled in, tries again every {} s: {}",
          AFTER_FAILURE.toSeconds(),
          reason);
    }
    failing = true;
  }

  /// Lets go of the task; after its drain.
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
      if (now.on()) {
        tell(ProtectionState.Ask.RELEASE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    http.shutdownNow();
  }
}
