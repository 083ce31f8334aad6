package dev.hikkoshi.runbook.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.Locale;
import picocli.CommandLine.Option;

/// How a command answers: text for a person, or exactly one JSON object on standard output.
/// Progress goes to standard error in both.
public final class Output {
  private static final ObjectMapper JSON = new ObjectMapper();

  enum Format {
    TEXT,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--output",
      paramLabel = "text|json",
      description = "Text for a person (default), or exactly one JSON object.")
  private Format format = Format.TEXT;

  private final PrintStream out = System.out;
  private final PrintStream err = System.err;

  static Output of(boolean json) {
    var output = new Output();
    output.format = json ? Format.JSON : Format.TEXT;
    return output;
  }

  /// An empty JSON object.
  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  public boolean json() {
    return format == Format.JSON;
  }

  /// The one answer of a command.
  public void answer(ObjectNode json, String text) {
    out.println(json() ? json.toString() : text.stripTrailing());
    out.flush();
  }

  /// A line about what is going on.
  public void progress(String line) {
    err.println(line);
  }

  /// A line of a text answer that comes before its end; not part of a JSON answer.
  public void line(String line) {
    if (!json()) {
      out.println(line);
      out.flush();
    }
  }

  /// The answer of a command that did not end well.
  void error(CommandException problem) {
    if (json()) {
      ObjectNode answer = object();
      answer
          .put("error", problem.kind())
          .put("message", problem.getMessage())
          .put("subject", problem.subject());
      ObjectNode fields = problem.answer();
      if (fields != null) {
        answer.setAll(fields);
      }
      out.println(answer);
      out.flush();
    } else {
      err.println("hikkoshi: " + problem.getMessage());
    }
  }
}
