package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.runbook.MigrationResult;
import java.util.Locale;

/// Turns a migration's result into an answer and an exit code; `run`, `verify` and `demo` share it.
public final class Results {
  private Results() {}

  /// Answers.
  ///
  /// @param file the migration file, for the commands named in the answer
  /// @return 0
  /// @throws CommandException exit 1 if something differs or is dead
  public static int answer(Output output, MigrationResult result, String file) {
    if (result.dead() > 0) {
      output.line(result.text().stripTrailing());
      throw CommandException.failed(
              "dead",
              result.migration(),
              String.format(
                  Locale.ROOT,
                  "%,d items are dead; 'hikkoshi dead %s' lists them",
                  result.dead(),
                  file))
          .with(result.json());
    }
    if (Boolean.FALSE.equals(result.exact())) {
      output.line(result.text().stripTrailing());
      throw CommandException.failed(
              "different",
              result.migration(),
              String.format(
                  Locale.ROOT,
                  "source and destination differ: %,d missing, %,d extra, %,d different; 'hikkoshi verify %s --diff OUT.jsonl' lists all keys",
                  result.missing(),
                  result.extra(),
                  result.different(),
                  file))
          .with(result.json());
    }
    output.answer(result.json(), result.text());
    return Exit.DONE;
  }
}
