package dev.hikkoshi.runbook.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/// A manual page (section 1) in roff, as man(7) describes its macros, from what the command says of
/// itself.
final class ManPage {
  private final StringBuilder page = new StringBuilder();

  private ManPage() {}

  /// `hikkoshi`, `hikkoshi-run`.
  static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName("-");
  }

  static String of(CommandLine command) {
    return new ManPage().written(command);
  }

  private String written(CommandLine command) {
    CommandSpec spec = command.getCommandSpec();
    String[] description = spec.usageMessage().description();
    macro("TH " + name(command).toUpperCase(Locale.ROOT) + " 1 \"\" Hikkoshi");
    macro("SH NAME");
    text(name(command) + " - " + (description.length == 0 ? "" : shown(description[0])));
    macro("SH SYNOPSIS");
    text(command.getHelp().synopsis(0).strip().replaceAll("\\s+", " "));
    macro("SH DESCRIPTION");
    Arrays.stream(description).forEach(line -> text(shown(line)));
    if (!spec.positionalParameters().isEmpty() || !spec.options().isEmpty()) {
      macro("SH OPTIONS");
    }
    for (PositionalParamSpec parameter : spec.positionalParameters()) {
      entry(parameter.paramLabel(), parameter.description());
    }
    for (OptionSpec option : spec.options()) {
      String value = option.arity().max() == 0 ? "" : "=" + option.paramLabel();
      entry(String.join(", ", option.names()) + value, option.description());
    }
    if (!command.getSubcommands().isEmpty()) {
      macro("SH COMMANDS");
      command
          .getSubcommands()
          .forEach((name, sub) -> entry(name, sub.getCommandSpec().usageMessage().description()));
    }
    macro("SH EXIT STATUS");
    entry("0", "Done, and exact where it verifies.");
    entry("1", "Finished, but something differs, failed or is dead.");
    entry("2", "Bad usage or a bad migration file; nothing was touched.");
    entry("3", "Refused before the first write.");
    entry("130", "Interrupted; says what continues it.");
    return page.toString();
  }

  private void entry(String term, String... description) {
    macro("TP");
    page.append("\\fB").append(escaped(term)).append("\\fR\n");
    text(Arrays.stream(description).map(ManPage::shown).collect(Collectors.joining(" ")));
  }

  private void macro(String line) {
    page.append('.').append(line).append('\n');
  }

  private void text(String line) {
    String safe = escaped(line);
    // A line that begins so would be a macro.
    page.append(safe.startsWith(".") || safe.startsWith("'") ? "\\&" : "")
        .append(safe)
        .append('\n');
  }

  private static String shown(String description) {
    return Ansi.OFF.string(description).strip();
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\e").replace("-", "\\-");
  }
}
