package dev.hikkoshi.stack;

import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.sns.CfnSubscription;
import software.amazon.awscdk.services.sns.CfnTopic;

/// Where people hear of alarms, ends of migrations and ad-hoc copies.
final class Topic {
  final String arn;

  Topic(Stack stack, Parameters parameters) {
    arn =
        CfnTopic.Builder.create(stack, "Topic")
            .topicName(Fn.sub("${AWS::StackName}"))
            .build()
            .getRef();
    CfnSubscription.Builder.create(stack, "Mail")
        .topicArn(arn)
        .protocol("email")
        .endpoint(parameters.email.getValueAsString())
        .build()
        .getCfnOptions()
        .setCondition(parameters.hasEmail);
  }
}
