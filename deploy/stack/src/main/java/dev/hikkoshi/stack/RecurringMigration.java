package dev.hikkoshi.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.CfnResource;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.scheduler.CfnSchedule;

/// A migration that is run again and again: a runbook task, started by the clock.
final class RecurringMigration {
  private final Parameters parameters;

  RecurringMigration(
      Stack stack,
      Parameters parameters,
      Network network,
      Roles roles,
      Tasks tasks,
      Services services) {
    this.parameters = parameters;
    CfnRole role = scheduled(role(stack, roles, tasks, services));
    scheduled(
        CfnSchedule.Builder.create(stack, "Schedule0")
            .name(Fn.ref("AWS::StackName"))
            .scheduleExpression(parameters.schedule.getValueAsString())
            .flexibleTimeWindow(
                CfnSchedule.FlexibleTimeWindowProperty.builder().mode("OFF").build())
            .target(
                CfnSchedule.TargetProperty.builder()
                    .arn(services.cluster.getAttrArn())
                    .roleArn(role.getAttrArn())
                    .input(input())
                    // A run that is started twice goes on where the first one is.
                    .retryPolicy(
                        CfnSchedule.RetryPolicyProperty.builder().maximumRetryAttempts(3).build())
                    .ecsParameters(
                        CfnSchedule.EcsParametersProperty.builder()
                            .taskDefinitionArn(tasks.runbook.getRef())
                            .launchType("FARGATE")
                            .networkConfiguration(
                                CfnSchedule.NetworkConfigurationProperty.builder()
                                    .awsvpcConfiguration(
                                        CfnSchedule.AwsVpcConfigurationProperty.builder()
                                            .subnets(network.subnets)
                                            .securityGroups(List.of(network.taskGroup))
                                            .assignPublicIp("DISABLED")
                                            .build())
                                    .build())
                            .build())
                    .build())
            .build());
  }

  private <T extends CfnResource> T scheduled(T resource) {
    resource.getCfnOptions().setCondition(parameters.isScheduled);
    return resource;
  }

  /// The file in Base64, whatever characters it has.
  private String input() {
    var overrides =
        new ObjectMapper()
            .valueToTree(
                Map.of(
                    "containerOverrides",
                    List.of(
                        Map.of(
                            "name",
                            Tasks.CONTAINER,
                            "environment",
                            List.of(Map.of("name", Tasks.MIGRATION, "value", "${File}"))))));
    return Fn.sub(
        overrides.toString(), Map.of("File", Fn.base64(parameters.migration.getValueAsString())));
  }

  private static CfnRole role(Stack stack, Roles roles, Tasks tasks, Services services) {
    return CfnRole.Builder.create(stack, "ScheduleRole")
        .assumeRolePolicyDocument(Policy.assumedBy("scheduler.amazonaws.com"))
        .policies(
            List.of(
                CfnRole.PolicyProperty.builder()
                    .policyName("start")
                    .policyDocument(
                        Policy.of(
                            List.of(
                                Policy.allowIf(
                                    List.of("ecs:RunTask"),
                                    tasks.runbook.getRef(),
                                    Map.of(
                                        "ArnEquals",
                                        Map.of("ecs:cluster", services.cluster.getAttrArn()))),
                                Policy.allow(
                                    List.of("iam:PassRole"),
                                    roles.execution.getAttrArn(),
                                    roles.runbook.getAttrArn()))))
                    .build()))
        .build();
  }
}
