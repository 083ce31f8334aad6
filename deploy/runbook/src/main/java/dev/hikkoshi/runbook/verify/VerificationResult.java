package dev.hikkoshi.runbook.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/// What a comparison of source and destination found.
///
/// @param sourceItems items in the source
/// @param destinationItems items in the destination
/// @param missing keys only in the source
/// @param extra keys only in the destination
/// @param different keys in both, with different items
/// @param sourceDigest fingerprint of the source's digest
/// @param destinationDigest fingerprint of the destination's digest
/// @param at when it ended
public record VerificationResult(
    long sourceItems,
    long destinationItems,
    long missing,
    long extra,
    long different,
    String sourceDigest,
    String destinationDigest,
    String at) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// Whether both sides are equal. Digests that differ are never called equal, whatever the second
  /// look found.
  public boolean exact() {
    return sourceDigest.equals(destinationDigest) && missing + extra + different == 0;
  }

  /// As JSON text.
  public String encode() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Reads what [#encode] wrote.
  public static VerificationResult decode(String json) {
    try {
      return JSON.readValue(json, VerificationResult.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the ledger holds no verification result: " + json, e);
    }
  }
}
