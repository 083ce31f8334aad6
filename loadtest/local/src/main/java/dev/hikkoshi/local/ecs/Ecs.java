package dev.hikkoshi.local.ecs;

import dev.hikkoshi.local.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/// A cluster with services, and what scales them: `DescribeServices` and `UpdateService` of ECS,
/// `DescribeScalableTargets` and `RegisterScalableTarget` of Application Auto Scaling, both at one
/// endpoint. Tasks start and stop a moment after they were asked for. Thread-safe.
public final class Ecs implements AutoCloseable {
  private final Map<String, TaskGroup> services = new TreeMap<>();
  private final LoopbackServer server;

  private Ecs(String cluster, Map<String, Supplier<AutoCloseable>> tasks) throws IOException {
    tasks.forEach((name, task) -> services.put(name, new TaskGroup(name, task)));
    server = LoopbackServer.start("ecs", 0, new EcsHandler(cluster, services));
  }

  /// Starts answering on any free port; no service has a task yet.
  ///
  /// @param tasks what starts one task, by the service's name
  public static Ecs start(String cluster, Map<String, Supplier<AutoCloseable>> tasks)
      throws IOException {
    return new Ecs(cluster, tasks);
  }

  /// `AWS_ENDPOINT_URL_ECS` and `AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING`.
  public Map<String, String> environment() {
    URI endpoint = server.endpoint();
    return Map.of(
        "AWS_ENDPOINT_URL_ECS", endpoint.toString(),
        "AWS_ENDPOINT_URL_APPLICATION_AUTO_SCALING", endpoint.toString());
  }

  /// The tasks of a service.
  public TaskGroup service(String name) {
    TaskGroup service = services.get(name);
    if (service == null) {
      throw new IllegalArgumentException("no such service: " + name);
    }
    return service;
  }

  /// Stops answering, and all tasks.
  @Override
  public void close() {
    server.close();
    services.values().forEach(TaskGroup::close);
  }
}
