package dev.hikkoshi.bench.sink;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hikkoshi.local.http.HttpReply;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// SQS whose queues hand out what a benchmark offers and count what is sent and acknowledged; what
/// is handed back comes back, nothing else does. Thread-safe.
public final class SqsSink implements Sink {
  private final Map<String, SinkQueue> queues = new ConcurrentHashMap<>();
  private final Supplier<URI> endpoint;

  /// @param endpoint where this sink is, once it is
  SqsSink(Supplier<URI> endpoint) {
    this.endpoint = endpoint;
  }

  /// The queue of that name; every queue is there.
  public SinkQueue queue(String name) {
    return queues.computeIfAbsent(name, _ -> new SinkQueue());
  }

  @Override
  public HttpReply answer(SinkCall call) throws IOException, InterruptedException {
    JsonNode request = JsonReplies.read(call);
    String url = request.path("QueueUrl").asText("");
    SinkQueue queue = queue(url.substring(url.lastIndexOf('/') + 1));
    return switch (call.operation()) {
      case "GetQueueUrl" ->
          JsonReplies.reply(
              "{\"QueueUrl\":\""
                  + endpoint.get()
                  + "/000000000000/"
                  + request.path("QueueName").asText()
                  + "\"}");
      case "ReceiveMessage" -> receive(request, queue);
      case "SendMessage" -> send(request, queue);
      case "DeleteMessage" -> {
        queue.acknowledge(request.path("ReceiptHandle").asText());
        yield JsonReplies.NOTHING;
      }
      case "DeleteMessageBatch" -> deleteBatch(request, queue);
      case "ChangeMessageVisibility" -> {
        queue.visibility(
            request.path("ReceiptHandle").asText(),
            Duration.ofSeconds(request.path("VisibilityTimeout").asLong()));
        yield JsonReplies.NOTHING;
      }
      default -> JsonReplies.unknown(call);
    };
  }

  private static HttpReply receive(JsonNode request, SinkQueue queue) throws InterruptedException {
    List<SqsMessage> messages =
        queue.receive(
            request.path("MaxNumberOfMessages").asInt(1),
            Duration.ofSeconds(request.path("WaitTimeSeconds").asLong()));
    return JsonReplies.reply(SqsMessage.received(messages));
  }

  private static HttpReply send(JsonNode request, SinkQueue queue) {
    String reply =
        SqsMessage.sent(request.path("MessageBody").asText(), request.path("MessageAttributes"));
    queue.sent().add(1);
    return JsonReplies.reply(reply);
  }

  private static HttpReply deleteBatch(JsonNode request, SinkQueue queue) {
    var done = new ArrayList<String>();
    request
        .path("Entries")
        .forEach(entry -> {
          queue.acknowledge(entry.path("ReceiptHandle").asText());
          done.add("{\"Id\":" + entry.path("Id") + "}");
        });
    return JsonReplies.reply("{\"Successful\":[" + String.join(",", done) + "],\"Failed\":[]}");
  }
}
