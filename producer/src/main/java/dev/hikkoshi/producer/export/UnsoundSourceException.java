package dev.hikkoshi.producer.export;

/// The source is not what its manifest says, or has no sound manifest. Nothing was written.
public final class UnsoundSourceException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String subject;

  public UnsoundSourceException(String subject, String message) {
    super(message);
    this.subject = subject;
  }

  /// The file the message is about.
  public String subject() {
    return subject;
  }
}
