package dev.hikkoshi.stack;

import com.fasterxml.jackson.databind.JsonNode;
import dev.hikkoshi.runbook.cli.CliCommand;
import dev.hikkoshi.runbook.cli.CommandException;
import dev.hikkoshi.runbook.cli.Exit;
import dev.hikkoshi.runbook.cli.Output;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `template`: what `aws cloudformation deploy` takes.
@Command(
    name = "template",
    description = {
      "Writes the CloudFormation template of the stack: queues, ledger, services, network, dashboard, alarms (docs/deploy.md).",
      "From a clone only. Needs Node.js 20 or later on the PATH."
    },
    mixinStandardHelpOptions = true)
public final class TemplateCommand implements CliCommand {
  @Mixin private final Output output = new Output();

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "Where it is written.")
  private Path out = Path.of("");

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() throws IOException {
    if (!hasNode(System.getenv().getOrDefault("PATH", ""))) {
      throw CommandException.usage(
          "node",
          "the AWS CDK needs Node.js 20 or later, and there is no 'node' on the PATH"
              + " (Debian: apt-get install nodejs)");
    }
    Path folder = Files.createTempDirectory("hikkoshi-template");
    JsonNode template = Synthesis.template(folder);
    Path parent = out.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    // On one line it is small enough to be deployed without a bucket.
    Files.writeString(out, template + "\n");
    int resources = template.path("Resources").size();
    output.answer(
        Output.object().put("template", out.toString()).put("resources", resources),
        out + ": " + resources + " resources");
    return Exit.DONE;
  }

  static boolean hasNode(String path) {
    return Stream.of(path.split(File.pathSeparator, -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "node")));
  }
}
