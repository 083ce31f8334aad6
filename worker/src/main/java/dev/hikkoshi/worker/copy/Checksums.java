package dev.hikkoshi.worker.copy;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/// An object's own checksum, beside its ETag.
///
/// @param type over the whole object, or over the checksums of its parts
/// @param value Base64
record Checksums(ChecksumAlgorithm algorithm, ChecksumType type, String value) {
  private static final String FIELD = "Checksum";

  /// What HEAD tells of it; nothing if the object was stored without.
  static Optional<Checksums> of(HeadObjectResponse head) {
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.knownValues()) {
      String value = value(head, algorithm);
      if (value != null) {
        ChecksumType type = head.checksumType();
        return Optional.of(
            new Checksums(algorithm, type == null ? ChecksumType.FULL_OBJECT : type, value));
      }
    }
    return Optional.empty();
  }

  private static @Nullable String value(SdkPojo from, ChecksumAlgorithm algorithm) {
    return from.sdkFields().stream()
        .filter(field -> field.memberName().equals(FIELD + algorithm))
        .findFirst()
        .map(field -> (String) field.getValueOrDefault(from))
        .orElse(null);
  }

  /// What a copy in parts can have: only the CRCs of parts add up to one of the whole.
  ChecksumType typeInParts() {
    return type == ChecksumType.FULL_OBJECT && algorithm.toString().startsWith("CRC")
        ? ChecksumType.FULL_OBJECT
        : ChecksumType.COMPOSITE;
  }

  /// How a copy's differs; empty if it does not, or S3 has computed none over the same bytes.
  String difference(HeadObjectResponse copy) {
    String other = value(copy, algorithm);
    return other == null
            || type != ChecksumType.FULL_OBJECT
            || copy.checksumType() != ChecksumType.FULL_OBJECT
            || other.equals(value)
        ? ""
        : "the copy's " + algorithm + " is " + other + ", the source's " + value;
  }

  /// A part with whatever checksum S3 told of it.
  static CompletedPart part(int number, String etag, SdkPojo told) {
    var part = CompletedPart.builder().partNumber(number).eTag(etag);
    for (var field : part.sdkFields()) {
      if (field.memberName().startsWith(FIELD)) {
        told.sdkFields().stream()
            .filter(each -> each.memberName().equals(field.memberName()))
            .forEach(each -> field.set(part, each.getValueOrDefault(told)));
      }
    }
    return part.build();
  }
}
