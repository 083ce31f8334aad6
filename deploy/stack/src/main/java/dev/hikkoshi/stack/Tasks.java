package dev.hikkoshi.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.CfnDeletionPolicy;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.ecs.CfnTaskDefinition;
import software.amazon.awscdk.services.ecs.CfnTaskDefinition.ContainerDefinitionProperty;
import software.amazon.awscdk.services.iam.CfnRole;
import software.amazon.awscdk.services.logs.CfnLogGroup;

/// The tasks of the fleet: one image, three roles.
final class Tasks {
  /// The container of every task.
  static final String CONTAINER = "hikkoshi";

  /// Where the image expects the migration file that [#MIGRATION] carries.
  static final String FILE = "/tmp/migration.yaml";

  /// A migration file in Base64, for a runbook task.
  static final String MIGRATION = "HIKKOSHI_MIGRATION";

  /// With the stack's services as the file's fleet.
  static final List<String> RUN = List.of("run", FILE, "--fleet", "ecs");

  /// The image's own user.
  private static final String USER = "10001:10001";

  private static final int LOG_DAYS = 30;

  /// The most that Fargate grants.
  private static final int STOP_SECONDS = 120;

  /// Within the task alone: its security group lets nobody in.
  private static final String METRICS_PORT = "9400";

  private static final String TEMPORARY = "tmp";

  final CfnTaskDefinition producer;
  final CfnTaskDefinition worker;
  final CfnTaskDefinition runbook;

  private final Stack stack;
  private final Parameters parameters;
  private final Storage storage;
  private final Roles roles;

  Tasks(Stack stack, Parameters parameters, Storage storage, Topic topic, Roles roles) {
    this.stack = stack;
    this.parameters = parameters;
    this.storage = storage;
    this.roles = roles;
    producer = service("producer", "produce", roles.producer, Map.of());
    worker =
        service(
            "worker",
            "work",
            roles.worker,
            Map.of(
                "HIKKOSHI_ADHOC_ROUTES",
                parameters.adHocRoutes.getValueAsString(),
                "HIKKOSHI_NOTIFY_TOPIC",
                topic.arn));
    runbook = task("runbook", roles.runbook, container("runbook", RUN, fleet()).build());
  }

  private CfnTaskDefinition service(
      String name, String command, CfnRole role, Map<String, String> settings) {
    var environment = fleet();
    environment.put("HIKKOSHI_METRICS", "cloudwatch");
    environment.put("HIKKOSHI_METRICS_NAMESPACE", Names.namespace());
    environment.put("HIKKOSHI_METRICS_PORT", METRICS_PORT);
    environment.putAll(settings);
    return task(
        name,
        role,
        container(name, List.of(command), environment)
            .healthCheck(
                CfnTaskDefinition.HealthCheckProperty.builder()
                    .command(List.of("CMD", "/opt/hikkoshi/healthy", METRICS_PORT))
                    .interval(30)
                    .timeout(5)
                    .retries(3)
                    .startPeriod(60)
                    .build())
            .build());
  }

  /// Where the fleet's things are.
  private Map<String, String> fleet() {
    var environment = new TreeMap<String, String>();
    environment.put("HIKKOSHI_LEDGER_TABLE", storage.ledger.getRef());
    for (String queue : Storage.QUEUES) {
      environment.put(
          "HIKKOSHI_" + queue.toUpperCase(Locale.ROOT) + "_QUEUE",
          storage.queue(queue).getAttrQueueName());
    }
    environment.put("HIKKOSHI_PAYLOAD_BUCKET", storage.payloads.getRef());
    environment.put("HIKKOSHI_LOG_FORMAT", "json");
    environment.put("HIKKOSHI_LOG_LEVEL", "info");
    return environment;
  }

  private ContainerDefinitionProperty.Builder container(
      String name, List<String> command, Map<String, String> environment) {
    var settings = new ArrayList<CfnTaskDefinition.KeyValuePairProperty>();
    environment.forEach((key, value) ->
        settings.add(
            CfnTaskDefinition.KeyValuePairProperty.builder().name(key).value(value).build()));
    return ContainerDefinitionProperty.builder()
        .name(CONTAINER)
        .image(
            Fn.sub(
                "${AWS::AccountId}.dkr.ecr.${AWS::Region}.${AWS::URLSuffix}/${Repository}:${ImageTag}"))
        .command(command)
        .environment(settings)
        .essential(true)
        .user(USER)
        .readonlyRootFilesystem(true)
        .stopTimeout(STOP_SECONDS)
        .mountPoints(
            List.of(
                CfnTaskDefinition.MountPointProperty.builder()
                    .sourceVolume(TEMPORARY)
                    .containerPath("/tmp")
                    .readOnly(false)
                    .build()))
        .logConfiguration(
            CfnTaskDefinition.LogConfigurationProperty.builder()
                .logDriver("awslogs")
                .options(
                    Map.of(
                        "awslogs-group",
                        logs(name),
                        "awslogs-region",
                        Fn.ref("AWS::Region"),
                        "awslogs-stream-prefix",
                        name))
                .build());
  }

  private String logs(String name) {
    var group =
        CfnLogGroup.Builder.create(stack, title(name) + "Logs")
            .logGroupName(Fn.sub("/${AWS::StackName}/" + name))
            .retentionInDays(LOG_DAYS)
            .build();
    group.getCfnOptions().setDeletionPolicy(CfnDeletionPolicy.RETAIN);
    group.getCfnOptions().setUpdateReplacePolicy(CfnDeletionPolicy.RETAIN);
    return group.getRef();
  }

  private CfnTaskDefinition task(String name, CfnRole role, ContainerDefinitionProperty container) {
    return CfnTaskDefinition.Builder.create(stack, title(name) + "Task")
        .family(Fn.sub("${AWS::StackName}-" + name))
        .requiresCompatibilities(List.of("FARGATE"))
        .networkMode("awsvpc")
        .runtimePlatform(
            CfnTaskDefinition.RuntimePlatformProperty.builder()
                .cpuArchitecture("ARM64")
                .operatingSystemFamily("LINUX")
                .build())
        .cpu(parameters.cpu.getValueAsString())
        .memory(parameters.memory.getValueAsString())
        .executionRoleArn(roles.execution.getAttrArn())
        .taskRoleArn(role.getAttrArn())
        .volumes(List.of(CfnTaskDefinition.VolumeProperty.builder().name(TEMPORARY).build()))
        .containerDefinitions(List.of(container))
        .build();
  }

  private static String title(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }
}
