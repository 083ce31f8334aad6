package dev.hikkoshi.producer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.common.unit.UnitId;
import dev.hikkoshi.common.unit.UnreadableMessageException;
import java.util.Locale;
import java.util.regex.Pattern;

/// What the splits queue carries: which split of which migration, and what to do with it.
///
/// @param task check its files' bytes, or send its items
public record SplitMessage(String migration, String split, Task task) {
  private static final Pattern MIGRATION = Pattern.compile("[a-z0-9-]{1,64}");
  private static final ObjectMapper JSON = new ObjectMapper();

  /// What a producer does with a split.
  public enum Task {
    CHECK,
    SEND
  }

  /// As JSON: `{"v":1,"migration":…,"split":…,"task":"check"|"send"}`.
  public String encode() {
    return JSON.createObjectNode()
        .put("v", 1)
        .put("migration", migration)
        .put("split", split)
        .put("task", task.name().toLowerCase(Locale.ROOT))
        .toString();
  }

  /// Reads what [#encode] wrote.
  ///
  /// @throws UnreadableMessageException for anything else
  public static SplitMessage decode(String body) throws UnreadableMessageException {
    try {
      JsonNode node = JSON.readTree(body);
      if (node.path("v").asInt() != 1) {
        throw new UnreadableMessageException("not a split message of version 1");
      }
      String migration = node.path("migration").asText();
      if (!MIGRATION.matcher(migration).matches()) {
        throw new UnreadableMessageException("not a split message: its migration is not " + MIGRATION);
      }
      return new SplitMessage(
          migration,
          new UnitId(node.path("split").asText(), 0).split(),
          Task.valueOf(node.path("task").asText().toUpperCase(Locale.ROOT)));
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new UnreadableMessageException("not a split message: " + e.getMessage());
    }
  }
}
