package dev.hikkoshi.stack;

import java.util.List;
import java.util.Locale;
import software.amazon.awscdk.CfnParameter;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.Token;
import software.amazon.awscdk.services.ecs.CfnCluster;
import software.amazon.awscdk.services.ecs.CfnService;
import software.amazon.awscdk.services.ecs.CfnTaskDefinition;

/// The cluster, and the two services on it. How many tasks they have is a number that `run`, demand
/// or a person sets.
final class Services {
  final CfnCluster cluster;
  final CfnService producer;
  final CfnService worker;

  private final Stack stack;
  private final Network network;

  Services(Stack stack, Parameters parameters, Network network, Tasks tasks) {
    this.stack = stack;
    this.network = network;
    cluster =
        CfnCluster.Builder.create(stack, "Cluster")
            .clusterName(Fn.ref("AWS::StackName"))
            .capacityProviders(List.of("FARGATE", "FARGATE_SPOT"))
            .build();
    producer = service("Producer", parameters.producers, "FARGATE", tasks.producer);
    worker =
        service(
            "Worker",
            parameters.workers,
            Token.asString(
                Fn.conditionIf(parameters.isSpot.getLogicalId(), "FARGATE_SPOT", "FARGATE")),
            tasks.worker);
  }

  private CfnService service(
      String name, CfnParameter count, String provider, CfnTaskDefinition task) {
    return CfnService.Builder.create(stack, name + "Service")
        .serviceName(Fn.sub("${AWS::StackName}-" + name.toLowerCase(Locale.ROOT)))
        .cluster(cluster.getRef())
        .taskDefinition(task.getRef())
        .desiredCount(count.getValueAsNumber())
        .capacityProviderStrategy(
            List.of(
                CfnService.CapacityProviderStrategyItemProperty.builder()
                    .capacityProvider(provider)
                    .weight(1)
                    .build()))
        .deploymentConfiguration(
            CfnService.DeploymentConfigurationProperty.builder()
                .deploymentCircuitBreaker(
                    CfnService.DeploymentCircuitBreakerProperty.builder()
                        .enable(true)
                        .rollback(true)
                        .build())
                .maximumPercent(200)
                .minimumHealthyPercent(50)
                .build())
        .networkConfiguration(
            CfnService.NetworkConfigurationProperty.builder()
                .awsvpcConfiguration(
                    CfnService.AwsVpcConfigurationProperty.builder()
                        .subnets(network.subnets)
                        .securityGroups(List.of(network.taskGroup))
                        .assignPublicIp("DISABLED")
                        .build())
                .build())
        .propagateTags("SERVICE")
        .build();
  }
}
