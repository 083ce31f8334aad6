package dev.hikkoshi.common.migration;

import static dev.hikkoshi.common.migration.Keys.known;
import static dev.hikkoshi.common.migration.Keys.wrong;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads `notify` of a migration file: a topic, or a topic with `stall-minutes`.
final class NotifyReader {
  private static final Pattern TOPIC =
      Pattern.compile("arn:aws[a-z-]*:sns:[a-z0-9-]+:\\d{12}:[\\w-]{1,256}(\\.fifo)?");
  private static final String ALLOWED = "arn:aws:sns:<region>:<12 digits>:<name>";
  private static final int MOST_MINUTES = 24 * 60;

  private NotifyReader() {}

  static Optional<Notify> read(JsonNode root) {
    JsonNode value = root.path("notify");
    if (value.isMissingNode()) {
      return Optional.empty();
    }
    if (!value.isObject()) {
      return Optional.of(
          new Notify(Keys.text(root, "notify", "notify", TOPIC, ALLOWED), Notify.DEFAULT_STALL));
    }
    known(value, "notify.", "topic", "stall-minutes");
    return Optional.of(
        new Notify(Keys.text(value, "notify.topic", "topic", TOPIC, ALLOWED), stall(value)));
  }

  private static Duration stall(JsonNode notify) {
    JsonNode minutes = notify.path("stall-minutes");
    if (minutes.isMissingNode()) {
      return Notify.DEFAULT_STALL;
    }
    if (!minutes.isInt() || minutes.intValue() < 1 || minutes.intValue() > MOST_MINUTES) {
      throw wrong("notify.stall-minutes", minutes, "a whole number from 1 to " + MOST_MINUTES);
    }
    return Duration.ofMinutes(minutes.intValue());
  }
}
