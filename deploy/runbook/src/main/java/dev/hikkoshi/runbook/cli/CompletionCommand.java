package dev.hikkoshi.runbook.cli;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `completion`: for shells.
@Command(
    name = "completion",
    description = {
      "Prints a script that completes commands, options and their values in bash and zsh:",
      "  source <(./hikkoshi completion)"
    },
    mixinStandardHelpOptions = true)
public final class CompletionCommand implements CliCommand {
  @Mixin private final Output output = new Output();

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() {
    String script = AutoComplete.bash("hikkoshi", HikkoshiCommand.program());
    output.answer(Output.object().put("script", script), script);
    return Exit.DONE;
  }
}
