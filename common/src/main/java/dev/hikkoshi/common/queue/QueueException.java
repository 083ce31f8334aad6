package dev.hikkoshi.common.queue;

/// The queue could not be reached or refused the call; nothing is known to have happened. Safe to
/// try again.
public final class QueueException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public QueueException(String operation, String queue, Throwable cause) {
    super(operation + " on queue " + queue + " failed: " + reason(cause), cause);
  }

  /// The libraries in between say less than what they wrap.
  private static String reason(Throwable thrown) {
    Throwable cause = thrown.getCause();
    return cause == null
        ? String.valueOf(thrown.getMessage())
        : thrown.getMessage() + ": " + reason(cause);
  }
}
