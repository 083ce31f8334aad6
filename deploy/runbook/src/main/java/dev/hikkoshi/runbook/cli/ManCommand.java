package dev.hikkoshi.runbook.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `man`: manual pages.
@Command(
    name = "man",
    description = {
      "Writes a manual page of the program and one of each command into a folder:",
      "  ./hikkoshi man --out man && man -l man/hikkoshi-run.1"
    },
    mixinStandardHelpOptions = true)
public final class ManCommand implements CliCommand {
  @Mixin private final Output output = new Output();

  @Option(names = "--out", paramLabel = "DIR", required = true, description = "The folder.")
  private @Nullable Path folder;

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() {
    Path out = Objects.requireNonNull(folder);
    CommandLine program = HikkoshiCommand.program();
    var all = new ArrayList<CommandLine>(List.of(program));
    all.addAll(program.getSubcommands().values());
    var written = Output.object();
    var pages = written.putArray("pages");
    var text = new StringBuilder();
    try {
      Files.createDirectories(out);
      for (CommandLine command : all) {
        Path page = out.resolve(ManPage.name(command) + ".1");
        Files.writeString(page, ManPage.of(command), UTF_8);
        pages.add(page.toString());
        text.append(page).append('\n');
      }
    } catch (IOException e) {
      throw CommandException.usage("--out", "cannot write to " + out + ": " + e);
    }
    output.answer(written, text.toString());
    return Exit.DONE;
  }
}
