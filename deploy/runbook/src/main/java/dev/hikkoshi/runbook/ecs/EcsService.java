package dev.hikkoshi.runbook.ecs;

import dev.hikkoshi.runbook.cli.CommandException;
import java.util.Locale;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.Service;

/// One service of a cluster, and how many tasks it is to have.
///
/// @param key the migration file's key that names it
/// @param cluster name or ARN
/// @param name the service's
/// @param tasks while it is needed
record EcsService(EcsClients clients, String key, String cluster, String name, int tasks) {
  private static final String ACTIVE = "ACTIVE";
  private static final String RESUME =
      "aws application-autoscaling register-scalable-target --service-namespace ecs"
          + " --scalable-dimension ecs:service:DesiredCount --suspended-state"
          + " DynamicScalingInSuspended=false,DynamicScalingOutSuspended=false,ScheduledScalingSuspended=false";

  /// The same for every migration.
  String id() {
    return clusterName() + "/" + name;
  }

  /// Starts as many tasks as it is to have. Its autoscaler, if it has one, changes nothing until
  /// [#leave]; its bounds and policies stay as they are. Again is the same.
  ///
  /// @throws SdkException if it may not be, or AWS cannot be reached
  void take() {
    suspend(true);
    desire(tasks);
  }

  /// Ends all tasks, and leaves their number to the autoscaler again. Again is the same.
  ///
  /// @throws SdkException if it may not be, or AWS cannot be reached
  void leave() {
    desire(0);
    suspend(false);
  }

  private void desire(int count) {
    clients.ecs().updateService(r -> r.cluster(cluster).service(name).desiredCount(count));
  }

  /// Suspends or resumes all scaling of the service, if there is any
  /// (https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-suspend-resume-scaling.html).
  private void suspend(boolean suspended) {
    boolean autoscaled =
        !clients
            .scaling()
            .describeScalableTargets(r ->
                r.serviceNamespace(ServiceNamespace.ECS)
                    .resourceIds(resource())
                    .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT))
            .scalableTargets()
            .isEmpty();
    if (autoscaled) {
      clients
          .scaling()
          .registerScalableTarget(r ->
              r.serviceNamespace(ServiceNamespace.ECS)
                  .resourceId(resource())
                  .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                  .suspendedState(s ->
                      s.dynamicScalingInSuspended(suspended)
                          .dynamicScalingOutSuspended(suspended)
                          .scheduledScalingSuspended(suspended)));
    }
  }

  /// @throws CommandException exit 3 if there is no such service
  Service describe() {
    try {
      return clients
          .ecs()
          .describeServices(r -> r.cluster(cluster).services(name))
          .services()
          .stream()
          .filter(service -> ACTIVE.equals(service.status()))
          .findFirst()
          .orElseThrow(() -> missing(Optional.empty()));
    } catch (ClusterNotFoundException e) {
      throw missing(Optional.of(e));
    }
  }

  private CommandException missing(Optional<SdkException> cause) {
    return CommandException.refused(
        cause.isPresent() ? "fleet.ecs.cluster" : key,
        cause.isPresent()
            ? "no such ECS cluster in this account and region: " + cluster
            : "cluster " + cluster + " has no active service " + name + ": deploy the stack first");
  }

  /// What sets it to zero by hand, and where it is autoscaled resumes that.
  String byHand() {
    return String.format(
        Locale.ROOT,
        "aws ecs update-service --cluster %s --service %s --desired-count 0; if it is autoscaled, also "
            + RESUME
            + " --resource-id %s",
        cluster,
        name,
        resource());
  }

  private String clusterName() {
    return cluster.substring(cluster.lastIndexOf('/') + 1);
  }

  private String resource() {
    return "service/" + id();
  }
}
