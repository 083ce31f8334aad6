package dev.hikkoshi.runbook.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/// Answers PutMetricData as CloudWatch does, in Smithy RPC v2 CBOR, and keeps what it was sent.
final class CloudWatchStub implements AutoCloseable {
  private static final CBORMapper CBOR = new CBORMapper();
  private static final byte[] EMPTY_MAP = {(byte) 0xbf, (byte) 0xff};

  private final HttpServer server;
  private final List<Datum> data = new ArrayList<>();
  private final List<Integer> calls = new ArrayList<>();

  CloudWatchStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/service/GraniteServiceVersion20100801/operation/PutMetricData", this::put);
    server.start();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void put(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = CBOR.readTree(body(exchange));
      synchronized (this) {
        calls.add(request.path("MetricData").size());
        request.path("MetricData").forEach(datum -> data.add(datum(request, datum)));
      }
      exchange.getResponseHeaders().set("smithy-protocol", "rpc-v2-cbor");
      exchange.getResponseHeaders().set("Content-Type", "application/cbor");
      exchange.sendResponseHeaders(200, EMPTY_MAP.length);
      exchange.getResponseBody().write(EMPTY_MAP);
    }
  }

  private static InputStream body(HttpExchange exchange) throws IOException {
    String encoding = exchange.getRequestHeaders().getFirst("Content-Encoding");
    return "gzip".equals(encoding)
        ? new GZIPInputStream(exchange.getRequestBody())
        : exchange.getRequestBody();
  }

  private static Datum datum(JsonNode request, JsonNode datum) {
    var dimensions = new HashMap<String, String>();
    datum
        .path("Dimensions")
        .forEach(each -> dimensions.put(each.path("Name").asText(), each.path("Value").asText()));
    return new Datum(
        request.path("Namespace").asText(),
        datum.path("MetricName").asText(),
        dimensions,
        datum.path("Unit").asText(),
        datum.path("Value").asDouble());
  }

  synchronized List<Datum> data() {
    return List.copyOf(data);
  }

  /// Datums of each call.
  synchronized List<Integer> calls() {
    return List.copyOf(calls);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  record Datum(
      String namespace, String name, Map<String, String> dimensions, String unit, double value) {}
}
