package dev.hikkoshi.common.queue;

import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.model.ReceiveMessageRequest;

/// Sets the wait time of every ReceiveMessage call.
///
/// The JMS library's timed `receive` polls for 20 seconds on a thread of its own and keeps what
/// arrives after the caller gave up, ageing unextended. Its `receiveNoWait` calls SQS on the
/// caller's thread, but with no wait at all. With the wait time set here that call is a plain,
/// interruptible long poll.
final class LongPoll implements ExecutionInterceptor {
  private final int seconds;

  LongPoll(int seconds) {
    this.seconds = seconds;
  }

  @Override
  public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
    return context.request() instanceof ReceiveMessageRequest receive
        ? receive.toBuilder().waitTimeSeconds(seconds).build()
        : context.request();
  }
}
