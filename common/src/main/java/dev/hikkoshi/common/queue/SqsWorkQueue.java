package dev.hikkoshi.common.queue;

import com.amazon.sqs.javamessaging.SQSConnection;
import com.amazon.sqs.javamessaging.SQSSession;
import com.amazon.sqs.javamessaging.message.SQSMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// One SQS queue. JMS sessions belong to one thread at a time: senders borrow theirs, each receiver
/// has its own.
final class SqsWorkQueue implements WorkQueue {
  private final String name;
  private final String url;
  private final SqsClient plain;
  private final SqsClient client;
  private final SQSConnection connection;
  private final Payloads payloads;
  private final ConcurrentLinkedDeque<Sender> idleSenders = new ConcurrentLinkedDeque<>();

  /// @param plain knows nothing of payloads
  SqsWorkQueue(String name, String url, SqsClient plain, SqsQueues.Wire wire, Payloads payloads) {
    this.name = name;
    this.url = url;
    this.plain = plain;
    this.client = wire.reading();
    this.connection = wire.connection();
    this.payloads = payloads;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void send(String body, Duration delay) {
    try {
      Sender idle = idleSenders.pollFirst();
      Sender sender = idle != null ? idle : openSender();
      sender.producer.setDeliveryDelay(1_000L * WorkQueue.wholeSeconds(delay));
      sender.producer.send(sender.session.createTextMessage(body));
      idleSenders.addFirst(sender);
    } catch (JMSException | SdkException e) {
      throw new QueueException("send", name, e);
    }
  }

  @Override
  public void send(String migration, String body, Duration delay) {
    if (fits(body)) {
      send(body, delay);
      return;
    }
    try {
      payloads
          .writing(plain, migration)
          .sendMessage(
              r -> r.queueUrl(url).messageBody(body).delaySeconds(WorkQueue.wholeSeconds(delay)));
    } catch (SdkException e) {
      throw new QueueException("send", name, e);
    }
  }

  private static boolean fits(String body) {
    return body.length() <= MAX_BYTES / 3
        || body.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES;
  }

  @Override
  public boolean takesLarge() {
    return payloads.bucket().isPresent();
  }

  private Sender openSender() throws JMSException {
    Session session = openSession();
    return new Sender(session, session.createProducer(session.createQueue(name)));
  }

  private Session openSession() throws JMSException {
    return connection.createSession(false, SQSSession.UNORDERED_ACKNOWLEDGE);
  }

  @Override
  public Receiver receiver() {
    try {
      Session session = openSession();
      return new SqsReceiver(session, session.createConsumer(session.createQueue(name)));
    } catch (JMSException e) {
      throw new QueueException("receive", name, e);
    }
  }

  @Override
  public QueueDepth depth() {
    try {
      Map<QueueAttributeName, String> attributes =
          client
              .getQueueAttributes(r ->
                  r.queueUrl(url)
                      .attributeNames(
                          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED,
                          QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE))
              .attributes();
      return new QueueDepth(
          count(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
          count(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED),
          count(attributes, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE));
    } catch (SdkException e) {
      throw new QueueException("depth", name, e);
    }
  }

  private static long count(Map<QueueAttributeName, String> attributes, QueueAttributeName name) {
    return Long.parseLong(attributes.getOrDefault(name, "0"));
  }

  @Override
  public void close() {
    for (Sender sender = idleSenders.pollFirst();
        sender != null;
        sender = idleSenders.pollFirst()) {
      closeSession(sender.session);
    }
  }

  private void closeSession(Session session) {
    try {
      session.close();
    } catch (JMSException e) {
      throw new QueueException("close", name, e);
    }
  }

  private record Sender(Session session, MessageProducer producer) {}

  private final class SqsReceiver implements Receiver {
    private final Session session;
    private final MessageConsumer consumer;

    SqsReceiver(Session session, MessageConsumer consumer) {
      this.session = session;
      this.consumer = consumer;
    }

    @Override
    public Optional<Delivery> receive() throws InterruptedException {
      try {
        Message message = consumer.receiveNoWait(); // a long poll: see LongPoll
        return message instanceof TextMessage text
            ? Optional.of(new SqsDelivery(text))
            : Optional.empty();
      } catch (JMSException | SdkException e) {
        if (Thread.interrupted() || isAborted(e)) {
          var interrupted = new InterruptedException("receive on queue " + name);
          interrupted.initCause(e);
          throw interrupted;
        }
        throw new QueueException("receive", name, e);
      }
    }

    private static boolean isAborted(Throwable e) {
      return e instanceof AbortedException || (e.getCause() != null && isAborted(e.getCause()));
    }

    @Override
    public void close() {
      closeSession(session);
    }
  }

  private final class SqsDelivery implements Delivery {
    private final TextMessage message;
    private final String body;

    SqsDelivery(TextMessage message) throws JMSException {
      this.message = message;
      String text = message.getText();
      this.body = text == null ? "" : text;
    }

    @Override
    public String body() {
      return body;
    }

    @Override
    public Optional<String> refusal() {
      try {
        return Optional.ofNullable(message.getStringProperty(PointerGuard.REFUSED));
      } catch (JMSException e) {
        throw new QueueException("receive", name, e);
      }
    }

    @Override
    public int receiveCount() {
      try {
        return message.getIntProperty("JMSXDeliveryCount");
      } catch (JMSException e) {
        return 1;
      }
    }

    @Override
    public void acknowledge() {
      try {
        message.acknowledge();
      } catch (JMSException | SdkException e) {
        throw new QueueException("acknowledge", name, e);
      }
    }

    @Override
    public void visibility(Duration fromNow) {
      try {
        client.changeMessageVisibility(r ->
            r.queueUrl(url)
                .receiptHandle(((SQSMessage) message).getReceiptHandle())
                .visibilityTimeout(Math.toIntExact(fromNow.toSeconds())));
      } catch (SdkException e) {
        throw new QueueException("change visibility", name, e);
      }
    }
  }
}
