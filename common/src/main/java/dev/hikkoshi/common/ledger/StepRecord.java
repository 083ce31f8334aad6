package dev.hikkoshi.common.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a step of a migration's run went when it was last taken.
///
/// @param step its name
/// @param load the load it is about, from 0; 0 for a step that is about all of them
/// @param begun when it was last begun
/// @param ended when it ended; null while it runs, and for ever if its process was killed
/// @param outcome what it came to
/// @param message why it failed; else empty
/// @param runs how often it was begun
public record StepRecord(
    String step,
    int load,
    Instant begun,
    @Nullable Instant ended,
    Outcome outcome,
    String message,
    int runs) {
  private static final int MAX_MESSAGE = 500;

  /// What a step came to.
  public enum Outcome {
    RUNNING,
    DONE,
    STOPPED,
    FAILED
  }

  public StepRecord {
    message = message.length() > MAX_MESSAGE ? message.substring(0, MAX_MESSAGE) : message;
  }

  StepRecord ended(Instant at, Outcome result, String why) {
    return new StepRecord(step, load, begun, at, result, why, runs);
  }

  static String sort(String step, int load) {
    return StepRows.PREFIX + step + "#" + load;
  }

  Row row(String migration) {
    var row =
        new Row(Migration.partition(migration), sort(step, load))
            .text("step", step)
            .number("load", load)
            .text("begun", begun.toString())
            .text("outcome", outcome.name())
            .text("message", message)
            .number("runs", runs);
    return ended == null ? row : row.text("ended", ended.toString());
  }

  static StepRecord of(Row row) {
    return new StepRecord(
        row.text("step"),
        Math.toIntExact(row.number("load")),
        Instant.parse(row.text("begun")),
        row.has("ended") ? Instant.parse(row.text("ended")) : null,
        Outcome.valueOf(row.text("outcome")),
        row.text("message"),
        Math.toIntExact(row.number("runs")));
  }
}
