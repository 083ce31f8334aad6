package dev.hikkoshi.runbook.verify;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// `verification.json`: what was compared, with the digests of both sides, for two people to
/// compare. The same tables give the same digests whoever reads them, and whenever.
///
/// ```json
/// {"migration":"users","exact":true,"mode":"all","dead":0,
///  "source":{"exports":["s3://…/manifest-summary.json"],"items":3,"digest":"<SHA-256 in hex>"},
///  "destination":{"read":"users","items":3,"digest":"<SHA-256 in hex>"},
///  "digest":{"buckets":16,"form":1},
///  "missing":0,"extra":0,"different":0,
///  "began":"2026-11-21T00:00:00Z","ended":"2026-11-21T00:00:03Z","version":"0.1.0"}
/// ```
public final class Certificate {
  /// Its name.
  public static final String FILE = "verification.json";

  /// Of the canonical form of items and the digest: see `docs/adr/0002-digest.md`.
  private static final int FORM = 1;

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Certificate() {}

  /// Writes it.
  ///
  /// @param folder is created if it is missing
  /// @param dead items that could not be written
  /// @param version of this program
  public static void write(
      Path folder, String migration, VerificationResult result, long dead, String version)
      throws IOException {
    ObjectNode json = JSON.createObjectNode();
    json.put("migration", migration)
        .put("exact", result.exact())
        .put("mode", result.mode())
        .put("dead", dead);
    var source = json.putObject("source");
    var exports = source.putArray("exports");
    result.source().forEach(exports::add);
    source.put("items", result.sourceItems()).put("digest", result.sourceDigest());
    json.putObject("destination")
        .put("read", result.destination())
        .put("items", result.destinationItems())
        .put("digest", result.destinationDigest());
    json.putObject("digest").put("buckets", result.buckets()).put("form", FORM);
    json.put("missing", result.missing())
        .put("extra", result.extra())
        .put("different", result.different())
        .put("began", result.began())
        .put("ended", result.ended())
        .put("version", version);
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(FILE), JSON.writeValueAsString(json) + System.lineSeparator());
  }
}
