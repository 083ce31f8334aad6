package dev.hikkoshi.common.queue;

import com.amazon.sqs.javamessaging.ProviderConfiguration;
import com.amazon.sqs.javamessaging.SQSConnection;
import com.amazon.sqs.javamessaging.SQSConnectionFactory;
import dev.hikkoshi.common.aws.AwsClients;
import dev.hikkoshi.common.aws.EndpointRecorder;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/// Amazon SQS queues through the Amazon SQS Java Messaging Library (JMS), messages too large for
/// them through [Payloads]. One connection for all queues of a process. Queues that carry every
/// item are spoken to directly (docs/adr/0010-work-queue.md).
///
/// Messages are not prefetched: a prefetched message ages while nobody works on it. Thread-safe.
public final class SqsQueues implements Queues {
  private static final Duration RETENTION = Duration.ofDays(14);

  private final SqsClient client;
  private final SqsCalls calls;
  private final Set<String> direct;
  private final Payloads payloads;
  private @Nullable Wire wire;

  /// @param clients of which SQS is used
  /// @param direct names of queues that are spoken to directly
  /// @param payloads asked for its bucket once a queue is opened
  /// @param wait how long a receive waits for a message; whole seconds, 0 to 20
  public SqsQueues(AwsClients clients, Set<String> direct, Payloads payloads, Duration wait) {
    this.payloads = payloads;
    this.direct = Set.copyOf(direct);
    int seconds = Math.toIntExact(wait.toSeconds());
    var endpoint = new EndpointRecorder();
    client =
        clients
            .sqs()
            .overrideConfiguration(c ->
                c.addExecutionInterceptor(new LongPoll(seconds)).addExecutionInterceptor(endpoint))
            .build();
    calls = new SqsCalls(clients.sqsCalls(), endpoint, clients.clock(), seconds);
  }

  private synchronized Wire wire() {
    if (wire == null) {
      wire = connect(payloads.reading(client));
    }
    return wire;
  }

  private static Wire connect(SqsClient reading) {
    try {
      var configuration = new ProviderConfiguration().withNumberOfMessagesToPrefetch(0);
      SQSConnection connection =
          new SQSConnectionFactory(configuration, reading).createConnection();
      connection.start();
      return new Wire(reading, connection);
    } catch (JMSException e) {
      throw new QueueException("connect", "(all)", e);
    }
  }

  @Override
  public WorkQueue open(String name) {
    try {
      String url = client.getQueueUrl(r -> r.queueName(name)).queueUrl();
      var jms = new SqsWorkQueue(name, url, client, wire(), payloads);
      return direct.contains(name)
          ? new DirectQueue(jms, url, calls, client, wire().reading(), payloads)
          : jms;
    } catch (SdkException e) {
      throw new QueueException("open", name, e);
    }
  }

  @Override
  public boolean exists(String name) {
    try {
      client.getQueueUrl(r -> r.queueName(name));
      return true;
    } catch (QueueDoesNotExistException missing) {
      return false;
    }
  }

  @Override
  public void create(String name) {
    if (!exists(name)) {
      var attributes =
          Map.of(
              QueueAttributeName.VISIBILITY_TIMEOUT, String.valueOf(VISIBILITY.toSeconds()),
              QueueAttributeName.MESSAGE_RETENTION_PERIOD, String.valueOf(RETENTION.toSeconds()));
      client.createQueue(r -> r.queueName(name).attributes(attributes));
    }
  }

  @Override
  public synchronized void close() {
    try {
      if (wire != null) {
        wire.connection.close();
      }
    } catch (JMSException e) {
      throw new QueueException("close", "(all)", e);
    } finally {
      client.close();
    }
  }

  /// A connection, and the client that everything about received messages goes through.
  record Wire(SqsClient reading, SQSConnection connection) {}
}
