package dev.hikkoshi.common.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazon.sqs.javamessaging.AmazonSQSExtendedClient;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.MessageSystemAttributeName;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/// Hands out one message that was received already, for the client that follows its pointer.
///
/// Everything but receiving is the library's own passing on, with its payload support left off.
final class OneMessage extends AmazonSQSExtendedClient {
  private final SqsMessage message;

  OneMessage(SqsClient sqs, SqsMessage message) {
    super(sqs);
    this.message = message;
  }

  @Override
  public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
    var attributes = new HashMap<String, MessageAttributeValue>();
    message
        .pointer()
        .forEach((name, value) ->
            attributes.put(
                name,
                MessageAttributeValue.builder().dataType("Number").stringValue(value).build()));
    return ReceiveMessageResponse.builder()
        .messages(
            Message.builder()
                .body(new String(message.utf8(), UTF_8))
                .receiptHandle(message.receiptHandle())
                .attributes(
                    Map.of(
                        MessageSystemAttributeName.APPROXIMATE_RECEIVE_COUNT,
                        String.valueOf(message.receiveCount())))
                .messageAttributes(attributes)
                .build())
        .build();
  }
}
