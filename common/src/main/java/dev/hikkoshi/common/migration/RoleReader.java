package dev.hikkoshi.common.migration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads `role` and `external-id` of a section.
final class RoleReader {
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:iam::\\d{12}:role/[\\w+=,.@/-]{1,512}");
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");

  private RoleReader() {}

  /// @param section `source` or `destination`
  static @Nullable Role read(JsonNode node, String section) {
    String path = section + ".external-id";
    String externalId =
        node.has("external-id")
            ? Keys.text(
                node,
                path,
                "external-id",
                EXTERNAL_ID,
                "2 to 1224 of letters, digits and _+=,.@:/-, as in the role's trust policy")
            : null;
    if (node.has("role")) {
      return new Role(
          Keys.text(node, section + ".role", "role", ARN, "arn:aws:iam::<12 digits>:role/<name>"),
          externalId);
    }
    if (externalId != null) {
      throw new MigrationFileException(
          path, "key '" + path + "' belongs to a role: key '" + section + ".role' is missing");
    }
    return null;
  }
}
