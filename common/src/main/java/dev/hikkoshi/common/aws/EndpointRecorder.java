package dev.hikkoshi.common.aws;

import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// Remembers where the SDK really sends requests, whatever rule, variable or profile decided it.
public final class EndpointRecorder implements ExecutionInterceptor {
  private volatile @Nullable URI endpoint;

  @Override
  public void beforeTransmission(
      Context.BeforeTransmission context, ExecutionAttributes attributes) {
    endpoint = context.httpRequest().getUri();
  }

  /// Where the last request went.
  ///
  /// @throws IllegalStateException if none was sent yet
  public URI endpoint() {
    URI known = endpoint;
    if (known == null) {
      throw new IllegalStateException("no request was sent yet, so the endpoint is not known");
    }
    return known;
  }
}
