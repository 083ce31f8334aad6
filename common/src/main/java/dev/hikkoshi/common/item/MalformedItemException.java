package dev.hikkoshi.common.item;

import dev.hikkoshi.common.json.MalformedJsonException;

/// Text that is no item of this table: it cannot be sent anywhere and is recorded as dead. What
/// DynamoDB would refuse for its range only (38 digits, 400 KB, …) is not malformed.
///
/// The message names reason and offset and echoes at most one byte of the text.
public final class MalformedItemException extends Exception {
  private static final long serialVersionUID = 1L;

  /// Why a text is no item.
  public enum Reason {
    /// Not JSON as RFC 8259 has it.
    JSON,
    /// Not the Ion that an export writes items in.
    ION,
    /// JSON, but not an export line.
    ENVELOPE,
    /// JSON, but a value is not of the shape DynamoDB JSON has there.
    SHAPE,
    /// A type tag DynamoDB does not have.
    UNKNOWN_TYPE,
    /// More than one type in one attribute value.
    SEVERAL_TYPES,
    /// One name twice in an item or a map: which one counts would depend on the reader.
    DUPLICATE_NAME,
    /// A binary that is not base64 (RFC 4648, padded, no stray bits).
    BASE64,
    /// A number that is not written as one.
    NUMBER,
    /// An attribute of the key is not there.
    KEY_MISSING,
    /// An attribute of the key has another type than the table's key.
    KEY_TYPE,
    /// An attribute of the key is an empty string or binary.
    KEY_EMPTY
  }

  private final Reason reason;
  private final int offset;

  /// @param offset bytes from the start of the text that was read
  /// @param what is wrong, without the offset
  public MalformedItemException(Reason reason, int offset, String what) {
    super(what + " at byte " + offset);
    this.reason = reason;
    this.offset = offset;
  }

  MalformedItemException(MalformedJsonException cause) {
    super(cause.getMessage(), cause);
    this.reason = Reason.JSON;
    this.offset = cause.offset();
  }

  public Reason reason() {
    return reason;
  }

  /// Bytes from the start of the text that was given to the reader.
  public int offset() {
    return offset;
  }
}
