package dev.hikkoshi.worker.write;

import java.util.Arrays;

/// Canonical key bytes with equality by content.
final class ItemKey {
  private final byte[] bytes;
  private final int hash;

  ItemKey(byte[] bytes) {
    this.bytes = bytes;
    this.hash = Arrays.hashCode(bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ItemKey key && hash == key.hash && Arrays.equals(bytes, key.bytes);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
