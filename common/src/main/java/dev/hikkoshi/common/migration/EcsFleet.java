package dev.hikkoshi.common.migration;

/// Producers and workers as two services of an ECS cluster; `run` sets how many tasks they have.
///
/// @param cluster name or ARN
/// @param producerService name of the service whose tasks produce
/// @param workerService name of the service whose tasks work
/// @param producers tasks of the one, 1 to 5,000
/// @param workers tasks of the other, 1 to 5,000
public record EcsFleet(
    String cluster, String producerService, String workerService, int producers, int workers)
    implements Fleet {
  /// As many as ECS lets a service have.
  static final int MAX = 5_000;
}
