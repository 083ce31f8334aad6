package dev.hikkoshi.bench.measure;

import dev.hikkoshi.common.time.SideBySide;
import dev.hikkoshi.common.time.Time;
import dev.hikkoshi.producer.split.UnitStream;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;

/// Receives the work queue's messages and deletes them, one at a time as JMS does, on as many
/// threads as a worker has, with nothing but the AWS SDK.
final class PlainSdkReceive implements MeasuredTask {
  private static final int WAIT_SECONDS = 2;

  private final SqsClient client;
  private final String url;
  private final int threads;

  PlainSdkReceive(SqsClient client, String queue, int threads) {
    this.client = client;
    this.url = client.getQueueUrl(r -> r.queueName(queue)).queueUrl();
    this.threads = threads;
  }

  @Override
  public long run(int items) throws ExecutionException, InterruptedException {
    var left = new AtomicInteger(Math.ceilDiv(items, UnitStream.MAX_ITEMS));
    var tasks =
        IntStream.range(0, threads).<Callable<Integer>>mapToObj(_ -> () -> receive(left)).toList();
    int received =
        SideBySide.run(Time.SYSTEM, "receive", tasks).stream().mapToInt(Integer::intValue).sum();
    return Math.min(items, (long) received * UnitStream.MAX_ITEMS);
  }

  private int receive(AtomicInteger left) {
    int received = 0;
    while (left.getAndDecrement() > 0) {
      List<Message> messages = List.of();
      while (messages.isEmpty()) {
        messages =
            client
                .receiveMessage(r ->
                    r.queueUrl(url)
                        .maxNumberOfMessages(1)
                        .waitTimeSeconds(WAIT_SECONDS)
                        .messageSystemAttributeNamesWithStrings("All")
                        .messageAttributeNames("All"))
                .messages();
      }
      Message message = messages.getFirst();
      client.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
      received++;
    }
    return received;
  }
}
