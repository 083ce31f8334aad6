package dev.hikkoshi.local.http;

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

/// Passes requests on to another endpoint, bodies byte for byte, headers too but for those that
/// belong to one connection. Thread-safe.
public final class HttpForwarder implements AutoCloseable {
  private static final Set<String> OF_THE_CONNECTION = hopByHop();

  private final URI endpoint;
  private final ExecutorService threads;
  private final HttpClient client;

  /// @param name of its threads
  public HttpForwarder(String name, URI endpoint) {
    this.endpoint = endpoint;
    threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name(name + "-", 0).factory());
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();
  }

  /// @param target path and query
  public HttpReply send(String method, String target, HttpFields headers, byte[] body)
      throws IOException, InterruptedException {
    HttpRequest.Builder forwarded =
        HttpRequest.newBuilder(endpoint.resolve(target))
            .method(method, BodyPublishers.ofByteArray(body));
    for (HttpField field : headers) {
      if (!OF_THE_CONNECTION.contains(field.getName())) {
        forwarded.header(field.getName(), String.valueOf(field.getValue()));
      }
    }
    return reply(client.send(forwarded.build(), BodyHandlers.ofByteArray()));
  }

  @Override
  public void close() {
    client.shutdownNow();
    client.close();
    threads.close();
  }

  private static HttpReply reply(HttpResponse<byte[]> response) {
    HttpFields.Mutable headers = HttpFields.build();
    response
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!OF_THE_CONNECTION.contains(name)) {
            values.forEach(value -> headers.add(name, value));
          }
        });
    return new HttpReply(response.statusCode(), headers, response.body());
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
