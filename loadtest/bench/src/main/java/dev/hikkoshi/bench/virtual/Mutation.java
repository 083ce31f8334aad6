package dev.hikkoshi.bench.virtual;

/// A rule of the system, broken from outside, to see that it is missed.
public enum Mutation {
  /// Messages are acknowledged as they are handed out.
  ACKNOWLEDGES_AT_ONCE,
  /// Units settle whether they were settled before or not.
  SETTLES_AGAIN,
  /// A phase begins as if no worker were there to be waited for.
  WAITS_FOR_NOBODY,
  /// The destination takes what was signed long ago.
  TAKES_OLD_SIGNATURES
}
