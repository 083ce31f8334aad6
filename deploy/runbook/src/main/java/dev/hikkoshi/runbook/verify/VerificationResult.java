package dev.hikkoshi.runbook.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.common.migration.VerifyMode;
import java.util.List;

/// What a comparison of source and destination found.
///
/// @param mode what was compared, as the migration file spells it
/// @param destination where it was read: the table, or an export of it
/// @param source manifests of the source's exports, in order of loading
/// @param buckets of the digests; fingerprints of digests of other bucket counts cannot be compared
/// @param sourceItems items in the source
/// @param destinationItems items in the destination
/// @param missing keys only in the source
/// @param extra keys only in the destination
/// @param different keys in both, with different items
/// @param sourceDigest fingerprint of the source's digest
/// @param destinationDigest fingerprint of the destination's digest
/// @param began when it began
/// @param ended when it ended
public record VerificationResult(
    String mode,
    String destination,
    List<String> source,
    int buckets,
    long sourceItems,
    long destinationItems,
    long missing,
    long extra,
    long different,
    String sourceDigest,
    String destinationDigest,
    String began,
    String ended) {
  public VerificationResult {
    source = List.copyOf(source);
  }

  private static final ObjectMapper JSON = new ObjectMapper();

  /// Whether both sides are equal, as far as they were to be compared. If that is everything,
  /// digests that differ are never called equal, whatever the second look found.
  public boolean exact() {
    return missing + extra + different == 0
        && (mode.equals(VerifyMode.TRANSFERRED.spelling())
            || sourceDigest.equals(destinationDigest));
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
