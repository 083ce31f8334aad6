package dev.hikkoshi.local.s3;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Requests exactly as written, for what no client library would send.
final class RawHttp {
  private final URI endpoint;

  RawHttp(URI endpoint) {
    this.endpoint = endpoint;
  }

  /// Sends one request on a connection of its own and returns all that comes back.
  ///
  /// @param line method and target, such as `GET /bucket/key`
  /// @param headers besides `Connection`, and `Host` where none is given
  String exchange(String line, List<String> headers, String body) throws IOException {
    boolean hasHost = headers.stream().anyMatch(each -> each.startsWith("Host:"));
    StringBuilder head = new StringBuilder(line + " HTTP/1.1\r\nConnection: close\r\n");
    headers.forEach(each -> head.append(each).append("\r\n"));
    head.append(hasHost ? "\r\n" : "Host: " + endpoint.getAuthority() + "\r\n\r\n");
    try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
      socket.getOutputStream().write((head + body).getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /// Sends the body only when the server has asked for it, and returns the interim answer too.
  String putWhenAsked(String target, String body) throws IOException {
    String head =
        "PUT %s HTTP/1.1\r\nConnection: close\r\nHost: %s\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n"
            .formatted(target, endpoint.getAuthority(), body.length());
    try (Socket socket = new Socket(endpoint.getHost(), endpoint.getPort())) {
      socket.getOutputStream().write(head.getBytes(StandardCharsets.UTF_8));
      byte[] interim = socket.getInputStream().readNBytes("HTTP/1.1 100".length());
      socket.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
      byte[] rest = socket.getInputStream().readAllBytes();
      return new String(interim, StandardCharsets.UTF_8) + new String(rest, StandardCharsets.UTF_8);
    }
  }

  String get(String target) throws IOException {
    return exchange("GET " + target, List.of(), "");
  }

  String put(String target, String body, String... headers) throws IOException {
    int length = body.getBytes(StandardCharsets.UTF_8).length;
    List<String> all = new ArrayList<>(List.of(headers));
    all.add("Content-Length: " + length);
    return exchange("PUT " + target, all, body);
  }
}
