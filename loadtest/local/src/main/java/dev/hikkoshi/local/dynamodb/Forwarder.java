package dev.hikkoshi.local.dynamodb;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/// Passes calls on to another DynamoDB endpoint, bodies byte for byte, headers too but for those
/// that belong to one connection. Thread-safe.
final class Forwarder implements RequestHandler, AutoCloseable {
  private static final Set<String> OF_THE_CONNECTION = hopByHop();

  private final URI endpoint;
  private final ExecutorService threads;
  private final HttpClient client;

  Forwarder(URI endpoint) {
    this.endpoint = endpoint.resolve("/");
    threads =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("dynamodb-forward-", 0).factory());
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
  }

  @Override
  public ApiResponse handle(ApiRequest request) throws IOException, InterruptedException {
    HttpRequest.Builder forwarded =
        HttpRequest.newBuilder(endpoint).POST(BodyPublishers.ofByteArray(request.body()));
    for (HttpField field : request.headers()) {
      if (!OF_THE_CONNECTION.contains(field.getName())) {
        forwarded.header(field.getName(), String.valueOf(field.getValue()));
      }
    }
    return answer(client.send(forwarded.build(), BodyHandlers.ofByteArray()));
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
    threads.close();
  }

  private static ApiResponse answer(HttpResponse<byte[]> response) {
    HttpFields.Mutable headers = HttpFields.build();
    response
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!OF_THE_CONNECTION.contains(name)) {
            values.forEach(value -> headers.add(name, value));
          }
        });
    return new ApiResponse(response.statusCode(), headers, response.body());
  }

  private static Set<String> hopByHop() {
    Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    names.addAll(
        Set.of(
            "Connection",
            "Content-Length",
            "Date",
            "Expect",
            "Host",
            "Keep-Alive",
            "Server",
            "Transfer-Encoding",
            "Upgrade"));
    return names;
  }
}
