package dev.hikkoshi.stack;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.CfnCondition;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.CfnRule;
import software.amazon.awscdk.CfnRuleAssertion;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.ICfnConditionExpression;
import software.amazon.awscdk.Stack;

/// What whoever deploys the stack decides, and the conditions that follow from it.
final class Parameters {
  /// Ids that none has; where an id is asked for, CloudFormation knows no empty one.
  private static final String NO_VPC = "vpc-00000000";

  private static final String NO_SUBNET = "subnet-00000000";
  private static final String NO_GROUP = "sg-00000000";

  private static final List<String> YES_OR_NO = List.of("yes", "no");

  final CfnParameter repository;
  final CfnParameter imageTag;
  final CfnParameter producers;
  final CfnParameter workers;
  final CfnParameter cpu;
  final CfnParameter memory;
  final CfnParameter vpc;
  final CfnParameter subnets;
  final CfnParameter endpointGroup;
  final CfnParameter vpcCidr;
  final CfnParameter s3PrefixList;
  final CfnParameter dynamoDbPrefixList;
  final CfnParameter migrationRoles;
  final CfnParameter email;
  final CfnParameter adHocRoutes;
  final CfnParameter maxWorkers;
  final CfnParameter backlogPerWorker;
  final CfnParameter schedule;
  final CfnParameter migration;
  final CfnParameter oldestMessage;
  final CfnCondition isSpot;
  final CfnCondition createsVpc;
  final CfnCondition assumesRoles;
  final CfnCondition hasEmail;
  final CfnCondition isAdHoc;
  final CfnCondition isScheduled;

  private final Stack stack;

  Parameters(Stack stack) {
    this.stack = stack;
    repository = text("Repository", "hikkoshi", "The ECR repository of the image, in this account");
    imageTag = text("ImageTag", null, "The image's tag");
    producers = number("Producers", 0, 0, 1_000, "Producers to run now; 'run' sets it too");
    workers = number("Workers", 0, 0, 1_000, "Workers to run now; 'run' sets it too");
    cpu = text("Cpu", "1024", "CPU units of a task");
    cpu.setAllowedValues(List.of("256", "512", "1024", "2048", "4096"));
    memory = text("Memory", "2048", "MiB of memory of a task; must fit Cpu");
    CfnParameter spot = text("Spot", "no", "Workers on Fargate Spot");
    spot.setAllowedValues(YES_OR_NO);
    vpc = text("Vpc", NO_VPC, "An existing VPC; the default: one is created");
    subnets =
        list(
            "Subnets",
            NO_SUBNET,
            "Private subnets of the existing VPC, that reach the endpoints by name");
    endpointGroup =
        text(
            "EndpointSecurityGroup",
            NO_GROUP,
            "The security group of the existing VPC's endpoints");
    vpcCidr = text("VpcCidr", "10.94.0.0/24", "Addresses of a VPC that is created");
    s3PrefixList = text("S3PrefixList", null, "The managed prefix list com.amazonaws.REGION.s3");
    s3PrefixList.setAllowedPattern("pl-[0-9a-f]+");
    dynamoDbPrefixList =
        text("DynamoDbPrefixList", null, "The managed prefix list com.amazonaws.REGION.dynamodb");
    dynamoDbPrefixList.setAllowedPattern("pl-[0-9a-f]+");
    migrationRoles =
        list(
            "MigrationRoles",
            "",
            "ARNs of the roles that migration files name, to be assumed by tasks");
    email = text("Email", "", "Who is told of alarms and ad-hoc copies by mail");
    adHocRoutes =
        text("AdHocRoutes", "", "HIKKOSHI_ADHOC_ROUTES; with them workers are scaled by demand");
    maxWorkers = number("MaxWorkers", 10, 1, 1_000, "The most workers that demand may start");
    backlogPerWorker =
        number("BacklogPerWorker", 200, 1, 100_000, "Messages for each worker started by demand");
    schedule = text("Schedule", "", "When Migration is run, as cron(…) or rate(…)");
    migration = text("Migration", "", "The migration file of the schedule, {date} in its name");
    oldestMessage =
        number("OldestMessageSeconds", 3_600, 60, 1_209_600, "From when a message is too old");
    isSpot = condition("IsSpot", Fn.conditionEquals(spot.getValueAsString(), "yes"));
    createsVpc = condition("CreatesVpc", Fn.conditionEquals(vpc.getValueAsString(), NO_VPC));
    assumesRoles =
        condition(
            "AssumesRoles",
            Fn.conditionNot(Fn.conditionEquals(Fn.join("", migrationRoles.getValueAsList()), "")));
    hasEmail = isGiven("HasEmail", email);
    isAdHoc = isGiven("IsAdHoc", adHocRoutes);
    isScheduled = isGiven("IsScheduled", schedule);
    rules();
  }

  private CfnCondition isGiven(String name, CfnParameter parameter) {
    return condition(name, Fn.conditionNot(Fn.conditionEquals(parameter.getValueAsString(), "")));
  }

  private CfnCondition condition(String name, ICfnConditionExpression expression) {
    return CfnCondition.Builder.create(stack, name).expression(expression).build();
  }

  private CfnParameter text(String name, @Nullable String byDefault, String description) {
    var parameter =
        CfnParameter.Builder.create(stack, name).type("String").description(description);
    return byDefault == null ? parameter.build() : parameter.defaultValue(byDefault).build();
  }

  private CfnParameter list(String name, String byDefault, String description) {
    return CfnParameter.Builder.create(stack, name)
        .type("CommaDelimitedList")
        .defaultValue(byDefault)
        .description(description)
        .build();
  }

  private CfnParameter number(String name, int byDefault, int min, int max, String description) {
    return CfnParameter.Builder.create(stack, name)
        .type("Number")
        .defaultValue(byDefault)
        .minValue(min)
        .maxValue(max)
        .description(description)
        .build();
  }

  private void rules() {
    rule(
        "ExistingVpcIsDescribed",
        Fn.conditionNot(Fn.conditionEquals(vpc.getValueAsString(), NO_VPC)),
        Fn.conditionNot(Fn.conditionEquals(endpointGroup.getValueAsString(), NO_GROUP)),
        "With Vpc, Subnets and EndpointSecurityGroup are needed");
    rule(
        "ScheduleHasAMigration",
        Fn.conditionNot(Fn.conditionEquals(schedule.getValueAsString(), "")),
        Fn.conditionNot(Fn.conditionEquals(migration.getValueAsString(), "")),
        "With Schedule, Migration is needed");
  }

  private void rule(
      String name, ICfnConditionExpression when, ICfnConditionExpression holds, String otherwise) {
    CfnRule.Builder.create(stack, name)
        .ruleCondition(when)
        .assertions(
            List.of(
                CfnRuleAssertion.builder().assertValue(holds).assertDescription(otherwise).build()))
        .build();
  }
}
