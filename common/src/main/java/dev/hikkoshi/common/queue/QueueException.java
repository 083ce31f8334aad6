package dev.hikkoshi.common.queue;

/// The queue could not be reached or refused the call; nothing is known to have happened. Safe to
/// try again.
public final class QueueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public QueueException(String operation, String queue, Throwable cause) {
    super(operation + " on queue " + queue + " failed: " + cause.getMessage(), cause);
  }
}
