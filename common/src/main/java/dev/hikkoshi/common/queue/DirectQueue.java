package dev.hikkoshi.common.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// A queue whose messages come and go as bytes, for a fraction of what JMS and the SDK's client
/// take. Whatever does not go as usual is left to those: messages that travel through [Payloads],
/// and every call that failed, which they try again and tell of.
final class DirectQueue implements WorkQueue {
  private static final Logger LOG = LoggerFactory.getLogger(DirectQueue.class);

  private final WorkQueue plain;
  private final String url;
  private final SqsCalls calls;
  private final SqsClient sdk;
  private final SqsClient reading;
  private final Payloads payloads;

  /// @param plain the same queue
  /// @param sdk knows nothing of payloads
  /// @param reading reads payloads
  DirectQueue(
      WorkQueue plain,
      String url,
      SqsCalls calls,
      SqsClient sdk,
      SqsClient reading,
      Payloads payloads) {
    this.plain = plain;
    this.url = url;
    this.calls = calls;
    this.sdk = sdk;
    this.reading = reading;
    this.payloads = payloads;
  }

  @Override
  public String name() {
    return plain.name();
  }

  @Override
  public void send(String body, Duration delay) {
    plain.send(body, delay);
  }

  @Override
  public void send(String migration, String body, Duration delay) {
    plain.send(migration, body, delay);
  }

  @Override
  public void send(String migration, byte[] utf8, Duration delay) {
    if (utf8.length > MAX_BYTES || !isSent(utf8, delay)) {
      plain.send(migration, new String(utf8, UTF_8), delay);
    }
  }

  private boolean isSent(byte[] utf8, Duration delay) {
    try {
      calls.send(url, utf8, WorkQueue.wholeSeconds(delay));
      return true;
    } catch (IOException | SdkException e) {
      LOG.debug("A message to {} is left to the SDK after: {}", name(), e.toString());
      return false;
    }
  }

  @Override
  public boolean takesLarge() {
    return plain.takesLarge();
  }

  @Override
  public QueueDepth depth() {
    return plain.depth();
  }

  @Override
  public Receiver receiver() {
    return new DirectReceiver();
  }

  @Override
  public void close() {
    plain.close();
  }

  private final class DirectReceiver implements Receiver {
    @Override
    public Optional<Delivery> receive() throws InterruptedException {
      try {
        return calls.receive(url).flatMap(this::delivery);
      } catch (IOException | SdkException e) {
        LOG.debug("A message of {} is left to the SDK after: {}", name(), e.toString());
        checkInterrupt(e);
      }
      return fetched();
    }

    private Optional<Delivery> delivery(SqsMessage message) {
      return message.pointer().isEmpty()
          ? Optional.of(new DirectDelivery(message))
          : followed(message);
    }

    /// What a pointer points at.
    private Optional<Delivery> followed(SqsMessage pointer) {
      return first(payloads.reading(new OneMessage(sdk, pointer)));
    }

    private Optional<Delivery> fetched() throws InterruptedException {
      try {
        return first(reading);
      } catch (SdkException e) {
        checkInterrupt(e);
        throw new QueueException("receive", name(), e);
      }
    }

    private Optional<Delivery> first(SqsClient client) {
      return client
          .receiveMessage(r ->
              r.queueUrl(url)
                  .maxNumberOfMessages(1)
                  .messageSystemAttributeNames(
                      MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT))
          .messages()
          .stream()
          .<Delivery>map(message -> new SdkDelivery(message, name(), url, reading))
          .findFirst();
    }

    private void checkInterrupt(Exception e) throws InterruptedException {
      if (Thread.interrupted() || e instanceof AbortedException) {
        var interrupted = new InterruptedException("receive on queue " + name());
        interrupted.initCause(e);
        throw interrupted;
      }
    }

    @Override
    public void close() {}
  }

  private final class DirectDelivery implements Delivery {
    private final SqsMessage message;

    DirectDelivery(SqsMessage message) {
      this.message = message;
    }

    @Override
    public String body() {
      return new String(message.utf8(), UTF_8);
    }

    @Override
    public byte[] utf8() {
      return message.utf8();
    }

    @Override
    public int receiveCount() {
      return message.receiveCount();
    }

    @Override
    public void acknowledge() {
      try {
        calls.delete(url, message.receiptHandle());
      } catch (IOException | SdkException e) {
        LOG.debug("An acknowledgement to {} is left to the SDK after: {}", name(), e.toString());
        plainly().acknowledge();
      }
    }

    @Override
    public void visibility(Duration fromNow) {
      plainly().visibility(fromNow);
    }

    private Delivery plainly() {
      var same = Message.builder().receiptHandle(message.receiptHandle()).build();
      return new SdkDelivery(same, name(), url, reading);
    }
  }
}
