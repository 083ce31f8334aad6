package dev.hikkoshi.bench.acceptance;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/// Records every call that any client of the SDK in this JVM makes, while it is asked to; the SDK
/// finds it by `execution.interceptors` among the resources.
public final class CallRecorder implements ExecutionInterceptor {
  private static final Set<Call> CALLS = ConcurrentHashMap.newKeySet();
  private static volatile boolean recording;

  /// @param principal `producer`, `worker`, `runbook`, or empty where the thread does not tell
  /// @param service such as `dynamodb`
  /// @param operation as the SDK names it
  /// @param target the table, bucket, queue's URL or ARN it is about
  /// @param from of a copy, the bucket it reads
  record Call(String principal, String service, String operation, String target, String from) {}

  static void start() {
    CALLS.clear();
    recording = true;
  }

  static Set<Call> stop() {
    recording = false;
    return Set.copyOf(CALLS);
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    if (recording) {
      SdkRequest request = context.request();
      CALLS.add(
          new Call(
              principal(Thread.currentThread().getName()),
              attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME).toLowerCase(Locale.ROOT),
              attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME),
              first(
                  request,
                  "TableName",
                  "TableArn",
                  "ResourceArn",
                  "ExportArn",
                  "QueueUrl",
                  "QueueName",
                  "Bucket",
                  "DestinationBucket"),
              first(request, "SourceBucket", "CopySource").replaceFirst("/.*", "")));
    }
  }

  private static String principal(String thread) {
    if (thread.contains("worker-")) {
      return "worker";
    }
    if (thread.contains("producer-")) {
      return "producer";
    }
    return thread.equals("main") ? "runbook" : "";
  }

  private static String first(SdkRequest request, String... fields) {
    return Stream.of(fields)
        .map(field -> request.getValueForField(field, String.class))
        .flatMap(Optional::stream)
        .findFirst()
        .orElse("");
  }
}
