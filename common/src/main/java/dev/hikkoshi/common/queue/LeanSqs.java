package dev.hikkoshi.common.queue;

import com.amazon.sqs.javamessaging.AmazonSQSExtendedClient;
import dev.hikkoshi.common.aws.EndpointRecorder;
import dev.hikkoshi.common.aws.RawDynamoDb;
import dev.hikkoshi.common.aws.SignedJson;
import dev.hikkoshi.common.json.MalformedJsonException;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;
import software.amazon.awssdk.services.sqs.model.SendMessageRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageResponse;

/// Sends and receives messages for a fraction of what the SDK's client takes (a message of 500
/// items is escaped, unescaped and checked in one pass each, over bytes), and leaves everything
/// else to it: other calls, other kinds of messages, and whatever goes wrong, which is then tried,
/// retried and told by the SDK. What it sends, returns and checks is what the SDK's client does.
/// Thread-safe.
///
/// Everything but sending and receiving is the library's own passing on, with its payload support
/// left off.
final class LeanSqs extends AmazonSQSExtendedClient {
  private static final Logger LOG = LoggerFactory.getLogger(LeanSqs.class);
  private static final String TARGET = "AmazonSQS.";

  private final SqsClient sdk;
  private final SignedJson calls;
  private final EndpointRecorder endpoint;
  private final int waitSeconds;

  /// @param endpoint knows where `sdk` sends its requests
  /// @param waitSeconds how long every receive waits, as `sdk` has it wait
  LeanSqs(SqsClient sdk, SignedJson calls, EndpointRecorder endpoint, int waitSeconds) {
    super(sdk);
    this.sdk = sdk;
    this.calls = calls;
    this.endpoint = endpoint;
    this.waitSeconds = waitSeconds;
  }

  @Override
  public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
    return SqsReceive.request(request, waitSeconds)
        .flatMap(body -> call("ReceiveMessage", body, SqsReceive::response))
        .orElseGet(() -> sdk.receiveMessage(request));
  }

  @Override
  public SendMessageResponse sendMessage(SendMessageRequest request) {
    return SqsSend.of(request)
        .flatMap(send -> call("SendMessage", send.body(), send::response))
        .orElseGet(() -> sdk.sendMessage(request));
  }

  /// @return nothing if it did not go as usual
  private <T> Optional<T> call(String operation, byte[] body, Reader<T> reader) {
    try {
      RawDynamoDb.Reply reply =
          calls.call(endpoint.endpoint(), TARGET + operation, body, body.length, Instant.now());
      if (reply.ok()) {
        return Optional.of(reader.read(reply.body()));
      }
      LOG.debug("{} is left to the SDK after status {}", operation, reply.status());
    } catch (IOException | MalformedJsonException | IllegalArgumentException e) {
      LOG.debug("{} is left to the SDK after: {}", operation, e.toString());
    }
    return Optional.empty();
  }

  @Override
  public void close() {
    sdk.close();
  }

  /// Reads a response.
  @FunctionalInterface
  private interface Reader<T> {
    /// @throws IOException if it is damaged
    T read(byte[] body) throws IOException, MalformedJsonException;
  }
}
