package dev.hikkoshi.common.aws;

import java.io.IOException;

/// The request never left: there are no credentials, or nobody listens at the endpoint.
public final class NotSentException extends IOException {
  private static final long serialVersionUID = 1L;

  public NotSentException(String message, Throwable cause) {
    super(message, cause);
  }
}
