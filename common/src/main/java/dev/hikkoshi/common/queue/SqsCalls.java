package dev.hikkoshi.common.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hikkoshi.common.aws.EndpointRecorder;
import dev.hikkoshi.common.aws.RawDynamoDb;
import dev.hikkoshi.common.aws.SignedJson;
import dev.hikkoshi.common.json.JsonBytes;
import dev.hikkoshi.common.json.JsonCursor;
import dev.hikkoshi.common.json.MalformedJsonException;
import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;

/// What happens to every work message, over bytes: SendMessage, ReceiveMessage of one message,
/// DeleteMessage. Every call is one request, and whatever does not go as usual is an error: the
/// caller then has the SDK's client do it. Thread-safe.
///
/// MD5 sums are not looked at (docs/adr/0010-work-queue.md).
final class SqsCalls {
  private static final String TARGET = "AmazonSQS.";
  private static final int SMALL = 512;

  /// The longest buffer of a request that is used again.
  private static final int KEPT = 512 << 10;

  private final SignedJson calls;
  private final EndpointRecorder endpoint;
  private final Clock clock;
  private final int waitSeconds;
  private final ConcurrentLinkedDeque<JsonBytes> idleRequests = new ConcurrentLinkedDeque<>();

  /// @param endpoint knows where SQS is
  /// @param clock the time as SQS has it
  /// @param waitSeconds how long a receive waits for a message
  SqsCalls(SignedJson calls, EndpointRecorder endpoint, Clock clock, int waitSeconds) {
    this.calls = calls;
    this.endpoint = endpoint;
    this.clock = clock;
    this.waitSeconds = waitSeconds;
  }

  /// Returns once the message is durable.
  void send(String queueUrl, byte[] utf8, int delaySeconds) throws IOException {
    JsonBytes idle = idleRequests.pollFirst();
    JsonBytes request =
        idle != null ? idle.clear() : new JsonBytes(utf8.length + utf8.length / 3 + SMALL);
    request.json("{\"QueueUrl\":").string(queueUrl.getBytes(UTF_8));
    if (delaySeconds > 0) {
      request.json(",\"DelaySeconds\":" + delaySeconds);
    }
    request.json(",\"MessageBody\":").string(utf8).json("}");
    call("SendMessage", request);
    if (request.buffer().length <= KEPT) {
      idleRequests.addFirst(request);
    }
  }

  /// Waits for a message.
  Optional<SqsMessage> receive(String queueUrl) throws IOException {
    var request = new JsonBytes(SMALL);
    request
        .json("{\"QueueUrl\":")
        .string(queueUrl.getBytes(UTF_8))
        .json(SqsMessage.WANTED)
        .json(",\"MaxNumberOfMessages\":1,\"WaitTimeSeconds\":" + waitSeconds + "}");
    byte[] reply = call("ReceiveMessage", request);
    try {
      return SqsMessage.read(new JsonCursor().reset(reply, 0, reply.length));
    } catch (MalformedJsonException | NumberFormatException e) {
      throw new IOException("ReceiveMessage's answer makes no sense: " + e.getMessage(), e);
    }
  }

  /// Removes a message for good.
  void delete(String queueUrl, String receiptHandle) throws IOException {
    var request = new JsonBytes(SMALL);
    request.json("{\"QueueUrl\":").string(queueUrl.getBytes(UTF_8));
    request.json(",\"ReceiptHandle\":").string(receiptHandle.getBytes(UTF_8)).json("}");
    call("DeleteMessage", request);
  }

  private byte[] call(String operation, JsonBytes request) throws IOException {
    RawDynamoDb.Reply reply =
        calls.call(
            endpoint.endpoint(),
            TARGET + operation,
            request.buffer(),
            request.length(),
            clock.instant());
    if (!reply.ok()) {
      byte[] start = Arrays.copyOf(reply.body(), Math.min(reply.body().length, SMALL));
      throw new IOException(operation + ": " + reply.status() + " " + new String(start, UTF_8));
    }
    return reply.body();
  }
}
