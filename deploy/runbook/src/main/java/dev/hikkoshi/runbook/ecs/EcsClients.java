package dev.hikkoshi.runbook.ecs;

import dev.hikkoshi.common.aws.InterruptibleHttp;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.ecs.EcsClient;

/// The clients that scale services, with this process's own credentials. Thread-safe.
record EcsClients(SdkHttpClient http, EcsClient ecs, ApplicationAutoScalingClient scaling)
    implements AutoCloseable {
  static EcsClients open() {
    SdkHttpClient http = new InterruptibleHttp(Apache5HttpClient.create());
    return new EcsClients(
        http,
        EcsClient.builder().httpClient(http).build(),
        ApplicationAutoScalingClient.builder().httpClient(http).build());
  }

  @Override
  public void close() {
    ecs.close();
    scaling.close();
    http.close();
  }
}
