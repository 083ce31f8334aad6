package dev.hikkoshi.common.queue;

import java.time.Duration;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;

/// A message that the SDK's client has received.
///
/// @param queue its name, for messages
/// @param client has received it
record SdkDelivery(Message message, String queue, String url, SqsClient client)
    implements Delivery {
  @Override
  public String body() {
    return message.body();
  }

  @Override
  public Optional<String> refusal() {
    return Optional.ofNullable(message.messageAttributes().get(PointerGuard.REFUSED))
        .map(MessageAttributeValue::stringValue);
  }

  @Override
  public int receiveCount() {
    return Integer.parseInt(
        message
            .attributes()
            .getOrDefault(MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT, "1"));
  }

  @Override
  public void acknowledge() {
    try {
      client.deleteMessage(r -> r.queueUrl(url).receiptHandle(message.receiptHandle()));
    } catch (SdkException e) {
      throw new QueueException("acknowledge", queue, e);
    }
  }

  @Override
  public void visibility(Duration fromNow) {
    try {
      client.changeMessageVisibility(r ->
          r.queueUrl(url)
              .receiptHandle(message.receiptHandle())
              .visibilityTimeout(Math.toIntExact(fromNow.toSeconds())));
    } catch (SdkException e) {
      throw new QueueException("change visibility", queue, e);
    }
  }
}
