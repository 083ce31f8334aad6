package dev.hikkoshi.common.json;

/// Text that is not the JSON its reader expects. The message names what is wrong and where and
/// echoes at most one byte of the text, so it may be logged and recorded whatever the text holds.
public final class MalformedJsonException extends Exception {
  private static final long serialVersionUID = 1L;

  private final int offset;
  private final String reason;

  public MalformedJsonException(int offset, String reason) {
    super(reason + " at byte " + offset);
    this.offset = offset;
    this.reason = reason;
  }

  /// Bytes from the start of the text that was given to the reader.
  public int offset() {
    return offset;
  }

  /// What is wrong, without the offset.
  public String reason() {
    return reason;
  }
}
