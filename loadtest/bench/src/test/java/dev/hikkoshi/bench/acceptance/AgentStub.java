package dev.hikkoshi.bench.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// The ECS agents of several tasks: remembers whether each task is protected.
final class AgentStub implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Map<String, JsonNode> protections = new HashMap<>();

  AgentStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /// What a task finds in its environment.
  Map<String, String> environment(String task) {
    return Map.of(
        "ECS_AGENT_URI", "http://127.0.0.1:" + server.getAddress().getPort() + "/api/" + task);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String[] path = exchange.getRequestURI().getPath().split("/", 4);
      boolean known =
          exchange.getRequestMethod().equals("PUT")
              && path.length == 4
              && path[3].equals("task-protection/v1/state");
      if (!known) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      JsonNode asked = JSON.readTree(exchange.getRequestBody());
      synchronized (this) {
        protections.put(path[2], asked);
        notifyAll();
      }
      byte[] body =
          JSON.writeValueAsString(
                  Map.of(
                      "protection",
                      Map.of(
                          "ProtectionEnabled",
                          asked.path("ProtectionEnabled"),
                          "TaskArn",
                          "arn:aws:ecs:eu-west-1:123456789012:task/c/" + path[2])))
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  /// Waits until a task has asked for it.
  synchronized void await(String task, boolean isProtected) throws InterruptedException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!protections.containsKey(task)
        || protections.get(task).path("ProtectionEnabled").asBoolean() != isProtected) {
      long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError(
            task + " never asked for protection " + isProtected + ": " + protections);
      }
      wait(left);
    }
  }

  /// What a task asked for last.
  synchronized JsonNode asked(String task) {
    return protections.getOrDefault(task, JSON.nullNode());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
