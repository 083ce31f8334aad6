package dev.hikkoshi.runbook.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/// A command that ends otherwise than done: with an exit code, a kind for programs, and a line for
/// a person.
public final class CommandException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int exit;
  private final String kind;
  private final String subject;
  private final transient @Nullable ObjectNode answer;

  private CommandException(
      int exit,
      String kind,
      String subject,
      @Nullable String message,
      @Nullable ObjectNode answer) {
    super(message);
    this.exit = exit;
    this.kind = kind;
    this.subject = subject;
    this.answer = answer;
  }

  /// Bad usage: exit 2.
  public static CommandException usage(String subject, @Nullable String message) {
    return new CommandException(Exit.USAGE, "usage", subject, message, null);
  }

  /// Refused before the first write: exit 3.
  public static CommandException refused(String subject, @Nullable String message) {
    return new CommandException(Exit.REFUSED, "refused", subject, message, null);
  }

  /// Finished, but not well: exit 1.
  ///
  /// @param kind `different`, `dead` or `failed`
  public static CommandException failed(String kind, String subject, @Nullable String message) {
    return new CommandException(Exit.DIFFERENT, kind, subject, message, null);
  }

  /// A migration that the ledger does not know: exit 1.
  public static CommandException neverRun(String migration) {
    return failed(
        "unknown", migration, "migration " + migration + " is not in the ledger: it was never run");
  }

  /// Interrupted: exit 130.
  ///
  /// @param message says what continues it
  public static CommandException interrupted(String subject, @Nullable String message) {
    return new CommandException(Exit.INTERRUPTED, "interrupted", subject, message, null);
  }

  /// The same with the fields of a result beside the error.
  public CommandException with(ObjectNode result) {
    return new CommandException(exit, kind, subject, String.valueOf(getMessage()), result);
  }

  public int exit() {
    return exit;
  }

  public String kind() {
    return kind;
  }

  public String subject() {
    return subject;
  }

  /// The result's fields, where there are any.
  public @Nullable ObjectNode answer() {
    return answer;
  }
}
