package dev.hikkoshi.common.queue;

import com.amazon.sqs.javamessaging.AmazonSQSExtendedClient;
import com.amazon.sqs.javamessaging.AmazonSQSExtendedClientUtil;
import java.util.Collections;
import java.util.HashMap;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.Message;
import software.amazon.awssdk.services.sqs.model.MessageAttributeValue;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageResponse;

/// Stands between SQS and the client that follows pointers, because that one follows every pointer,
/// to any bucket. One that must not be followed arrives as it is, with the reason as an attribute.
///
/// Everything but receiving is the library's own passing on, with its payload support left off.
final class PointerGuard extends AmazonSQSExtendedClient {
  /// The attribute that says why a pointer was not followed.
  static final String REFUSED = "HikkoshiRefused";

  private final SqsClient sqs;
  private final Payloads payloads;

  PointerGuard(SqsClient sqs, Payloads payloads) {
    super(sqs);
    this.sqs = sqs;
    this.payloads = payloads;
  }

  @Override
  public ReceiveMessageResponse receiveMessage(ReceiveMessageRequest request) {
    ReceiveMessageResponse response = sqs.receiveMessage(request);
    return response.toBuilder()
        .messages(response.messages().stream().map(this::checked).toList())
        .build();
  }

  private Message checked(Message message) {
    boolean pointer =
        !Collections.disjoint(
            message.messageAttributes().keySet(),
            AmazonSQSExtendedClientUtil.RESERVED_ATTRIBUTE_NAMES);
    return pointer
        ? payloads.refusal(message.body()).map(reason -> refused(message, reason)).orElse(message)
        : message;
  }

  private static Message refused(Message message, String reason) {
    var attributes = new HashMap<>(message.messageAttributes());
    attributes.keySet().removeAll(AmazonSQSExtendedClientUtil.RESERVED_ATTRIBUTE_NAMES);
    attributes.put(
        REFUSED, MessageAttributeValue.builder().dataType("String").stringValue(reason).build());
    return message.toBuilder().messageAttributes(attributes).build();
  }

  @Override
  public void close() {
    sqs.close();
  }
}
