package dev.hikkoshi.local.http;

import java.io.IOException;

/// The connection has to be closed instead of an answer.
public final class LostConnectionException extends IOException {
  private static final long serialVersionUID = 1L;

  public LostConnectionException(String reason) {
    super(reason);
  }
}
