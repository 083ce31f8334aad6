package dev.hikkoshi.worker.copy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/// The ETag of an object made of parts.
final class PartEtags {
  private PartEtags() {}

  /// MD5 of the parts' MD5s, `-`, and their number; something that no object has where the parts'
  /// ETags are no MD5s.
  static String together(List<CompletedPart> parts) {
    try {
      var md5 = MessageDigest.getInstance("MD5");
      for (CompletedPart part : parts) {
        String etag = SourceObject.unquoted(part.eTag());
        if (!SourceObject.mayBeMd5(etag)) {
          return "unknown";
        }
        md5.update(HexFormat.of().parseHex(etag));
      }
      return HexFormat.of().formatHex(md5.digest()) + "-" + parts.size();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
