package dev.hikkoshi.producer;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.common.unit.UnreadableMessageException;
import java.util.Locale;
import java.util.regex.Pattern;

/// What the splits queue carries: which split of which migration, and what to do with it.
///
/// @param task check its files' bytes, send its items, or send them again
public record SplitMessage(String migration, String split, Task task) {
  private static final ObjectMapper JSON =
      new ObjectMapper(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,64}");
  private static final int FIELDS = 4;

  /// What a producer does with a split.
  public enum Task {
    CHECK,
    SEND,
    /// From its beginning, closed or not: what was sent may be lost.
    RESEND;

    private String spelling() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// As JSON: `{"v":1,"migration":…,"split":…,"task":"check"|"send"|"resend"}`.
  public String encode() {
    return JSON.createObjectNode()
        .put("v", 1)
        .put("migration", migration)
        .put("split", split)
        .put("task", task.spelling())
        .toString();
  }

  /// Reads what [#encode] wrote.
  ///
  /// @throws UnreadableMessageException for anything else
  public static SplitMessage decode(String body) throws UnreadableMessageException {
    try {
      JsonNode node = JSON.readTree(body);
      if (node.size() != FIELDS || !node.path("v").isInt() || node.path("v").intValue() != 1) {
        throw new UnreadableMessageException("not a split message of version 1");
      }
      return new SplitMessage(name(node, "migration"), name(node, "split"), task(node));
    } catch (JsonProcessingException e) {
      throw new UnreadableMessageException("not a split message: " + e.getOriginalMessage());
    }
  }

  private static String name(JsonNode node, String field) throws UnreadableMessageException {
    JsonNode value = node.path(field);
    if (!value.isTextual() || !NAME.matcher(value.textValue()).matches()) {
      throw new UnreadableMessageException("not a split message: " + field + " is not " + NAME);
    }
    return value.textValue();
  }

  private static Task task(JsonNode node) throws UnreadableMessageException {
    for (Task task : Task.values()) {
      if (task.spelling().equals(node.path("task").textValue())) {
        return task;
      }
    }
    throw new UnreadableMessageException("not a split message: unknown task");
  }
}
