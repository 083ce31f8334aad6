package dev.hikkoshi.bench.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/// A worker is frozen inside a write of the full export and wakes up when an incremental one has
/// changed the same keys, and the migration is complete: the newer data stands.
@EmbeddedOnly
class LateReplayTest {
  private static final int ITEMS = 2_000;
  private static final int HELD_REQUEST = 4;

  private final Cloud cloud = Cloud.get();
  @TempDir private Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  @Test
  void theNewerDataStands() throws Exception {
    String table = Cloud.named("late-" + System.nanoTime());
    var full = new TestExport(table).items(ITEMS, 4).write();
    String later = new TestIncrement(table + "-inc").write(ITEMS);
    cloud.table(table, "id", ScalarAttributeType.S);
    String file =
        new MigrationFiles(folder)
            .write(
                table,
                "name: "
                    + table
                    + "\nsource:\n  dynamodb-export: ["
                    + full.location()
                    + ", "
                    + later
                    + "]\ndestination:\n  table: "
                    + table
                    + "\ntarget: 400\n");
    var fleet = new ProcessFleet(folder, table);
    open.add(fleet);
    var network = new SlowNetwork(cloud.environment().get("AWS_ENDPOINT_URL_DYNAMODB"));
    open.add(network);

    fleet.start("produce", "produce");
    Process frozen =
        fleet.start("frozen", Map.of("AWS_ENDPOINT_URL_DYNAMODB", network.endpoint()), "work");
    fleet.start("work", "work");
    Process run = fleet.start("run", "run", file, "--fleet", "none", "--output", "json");
    assertThat(network.held.await(240, TimeUnit.SECONDS)).isTrue();
    ProcessFleet.signal(frozen, "STOP");

    assertThat(run.waitFor(240, TimeUnit.SECONDS)).as(fleet.err("run")).isTrue();
    assertThat(run.exitValue()).as(fleet.out("run") + fleet.err("run")).isZero();
    assertThat(fleet.out("run"))
        .contains(
            "\"exact\":true", "\"written\":" + (ITEMS + ITEMS / 2) + ",", "\"deleted\":1000,");

    network.release.countDown();
    ProcessFleet.signal(frozen, "CONT");
    assertThat(network.answered.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(network.answer.get()).contains("Signature expired");
    fleet.awaitLine("frozen", ""); // it lives
    TimeUnit.SECONDS.sleep(8); // long enough for whatever else it may want to write

    assertThat(cloud.count(table)).isEqualTo(ITEMS / 2);
    assertThat(cloud.item(table, "k1")).containsEntry("n", AttributeValue.fromN("-1"));
    assertThat(cloud.item(table, "k2")).isEmpty();
    assertThat(
            cloud.dynamoDb().scanPaginator(r -> r.tableName(table)).items().stream()
                .map(item -> item.get("n")))
        .allMatch(n -> n != null && n.n().startsWith("-"));
    frozen.destroy();
    assertThat(frozen.waitFor(120, TimeUnit.SECONDS)).isTrue();
    assertThat(frozen.exitValue()).as(fleet.err("frozen")).isZero();
  }

  /// Passes requests on, and keeps one write for itself until it is told to let it go.
  private static final class SlowNetwork implements AutoCloseable {
    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch release = new CountDownLatch(1);
    private final CountDownLatch answered = new CountDownLatch(1);
    private final AtomicReference<String> answer = new AtomicReference<>("");
    private final AtomicInteger writes = new AtomicInteger();
    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server;
    private final URI destination;

    SlowNetwork(String destination) throws IOException {
      this.destination = URI.create(destination);
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
      server.createContext("/", this::pass);
      server.start();
    }

    String endpoint() {
      return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private void pass(HttpExchange exchange) throws IOException {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
      boolean kept = target.endsWith("BatchWriteItem") && writes.incrementAndGet() == HELD_REQUEST;
      try {
        if (kept) {
          held.countDown();
          release.await();
        }
        var request =
            HttpRequest.newBuilder(destination)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .timeout(java.time.Duration.ofSeconds(30));
        exchange
            .getRequestHeaders()
            .forEach((name, values) -> {
              if (!List.of("host", "content-length", "connection", "expect", "upgrade")
                  .contains(name.toLowerCase(java.util.Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
              }
            });
        var response = client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        if (kept) {
          answer.set(new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
          answered.countDown();
        }
        response
            .headers()
            .map()
            .forEach((name, values) -> {
              if (!List.of("content-length", "date", ":status", "connection").contains(name)) {
                exchange.getResponseHeaders().put(name, values);
              }
            });
        exchange.sendResponseHeaders(
            response.statusCode(), response.body().length == 0 ? -1 : response.body().length);
        exchange.getResponseBody().write(response.body());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        exchange.close();
      }
    }

    @Override
    public void close() {
      release.countDown();
      server.stop(0);
      client.close();
    }
  }
}
