package dev.hikkoshi.common.unit;

/// A queue message that is not of this program's making, or is damaged; says what is wrong with it.
public final class UnreadableMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  public UnreadableMessageException(String reason) {
    super(reason);
  }
}
