package dev.hikkoshi.bench.acceptance;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes what is published to a topic.
final class TopicStub implements AutoCloseable {
  private static final Pattern MESSAGE = Pattern.compile("(?:^|&)Message=([^&]*)");

  private final BlockingQueue<String> published = new LinkedBlockingQueue<>();
  private final HttpServer server;

  TopicStub() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::take);
    server.start();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void take(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    Matcher message = MESSAGE.matcher(form);
    boolean isPublish = form.contains("Action=Publish") && message.find();
    byte[] answer =
        "<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>"
            .getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/xml");
    exchange.sendResponseHeaders(isPublish ? 200 : 400, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
    if (isPublish) {
      published.add(URLDecoder.decode(message.group(1), UTF_8));
    }
  }

  BlockingQueue<String> published() {
    return published;
  }

  String next() throws InterruptedException {
    return String.valueOf(published.poll(60, TimeUnit.SECONDS));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
