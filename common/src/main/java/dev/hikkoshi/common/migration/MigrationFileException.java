package dev.hikkoshi.common.migration;

/// A migration file that cannot be used: says which key, its value, and what is allowed.
public final class MigrationFileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String subject;

  public MigrationFileException(String subject, String message) {
    super(message);
    this.subject = subject;
  }

  /// The key (as a dotted path) or the file the message is about.
  public String subject() {
    return subject;
  }
}
