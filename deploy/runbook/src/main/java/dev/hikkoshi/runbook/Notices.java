package dev.hikkoshi.runbook;

import dev.hikkoshi.common.aws.Topic;
import dev.hikkoshi.common.migration.MigrationFile;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// Tells a topic how a run goes: that it has ended, well or not, and that it does not move. Each
/// message says the numbers and the next command. A topic that cannot be reached stops nothing. For
/// one thread.
public final class Notices {
  private final Services services;
  private final MigrationFile file;
  private final String path;
  private final Progress progress;
  private final @Nullable Topic topic;

  /// @param path of the migration file, for commands
  public Notices(Services services, MigrationFile file, String path, Progress progress) {
    this.services = services;
    this.file = file;
    this.path = path;
    this.progress = progress;
    this.topic = file.notices().map(to -> services.clients().topic(to.topic())).orElse(null);
  }

  /// The same progress, watched.
  public Progress watched() {
    return file.notices()
        .<Progress>map(to -> new StallWatch(progress, to.stall(), services.time(), this::stalled))
        .orElse(progress);
  }

  /// It has ended, or as far as it was to go.
  public void ended(MigrationResult result) {
    String next =
        result.dead() > 0
            ? "'hikkoshi dead " + path + "' lists what is dead"
            : Boolean.FALSE.equals(result.exact())
                ? "'hikkoshi verify " + path + " --diff OUT.jsonl' lists every key that differs"
                : Boolean.TRUE.equals(result.exact())
                    ? "switch the traffic; 'hikkoshi verify " + path + "' compares once more before"
                    : "'hikkoshi status " + path + "' says where it stands";
    publish(result.text().stripTrailing(), next);
  }

  /// It could not go on.
  public void failed(String why) {
    publish(
        file.name() + " has stopped: " + why + numbers(),
        "'hikkoshi run " + path + "' goes on where it was, once that is mended");
  }

  private void stalled(Duration still) {
    publish(
        file.name() + " has not moved for " + still.toMinutes() + " minutes" + numbers(),
        "'hikkoshi status " + path + "' says what it waits for");
  }

  private String numbers() {
    try {
      return MigrationStatus.read(services.ledger(), file.name())
          .map(status -> "\n  " + status.line())
          .orElse("");
    } catch (SdkException e) {
      return "";
    }
  }

  private void publish(String what, String next) {
    if (topic != null) {
      try {
        topic.publish("hikkoshi: " + what + "\nnext: " + next + "\n");
      } catch (SdkException e) {
        progress.say(
            "topic "
                + file.notices().orElseThrow().topic()
                + " could not be told: "
                + e.getMessage());
      }
    }
  }
}
