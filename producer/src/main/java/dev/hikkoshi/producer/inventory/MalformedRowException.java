package dev.hikkoshi.producer.inventory;

/// A row of an inventory that describes no object. The next row may be read all the same.
public final class MalformedRowException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedRowException(String message) {
    super(message);
  }
}
