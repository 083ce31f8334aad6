package dev.hikkoshi.runbook.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.MigrationFileReader;
import dev.hikkoshi.runbook.preflight.Check;
import dev.hikkoshi.runbook.preflight.Machine;
import dev.hikkoshi.runbook.preflight.Preflight;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `preflight`: everything a run needs, tried.
@Command(
    name = "preflight",
    description = {
      "Tries everything that a run of the migration needs, by calls that have no effect: JDK, memory, endpoints, clock, roles, ledger,",
      "queues, source, key schema, permissions, capacity, quota. One line each: ok, or what to do. Exit 3 if anything is wrong.",
      "What no call without effect can try (s3:DeleteObject, s3:PutObjectTagging, sns:Publish, dynamodb:CreateTable), 'policies' names."
    },
    mixinStandardHelpOptions = true)
public final class PreflightCommand implements CliCommand {
  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "FILE", description = "The migration file (YAML).")
  private Path file = Path.of("");

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() throws InterruptedException {
    MigrationFile migration = new MigrationFileReader().read(file);
    List<Check> checks;
    try (var services = Fleets.services(0)) {
      checks =
          Preflight.checks(services, migration, System.getenv(), Machine.here(), Clock.systemUTC());
    }
    return answer(output, migration.name(), checks);
  }

  /// Answers with all checks.
  ///
  /// @return 0
  /// @throws CommandException exit 3 if one of them is wrong
  static int answer(Output output, String migration, List<Check> checks) {
    ObjectNode json = Output.object().put("migration", migration);
    var array = json.putArray("checks");
    checks.forEach(check ->
        array
            .addObject()
            .put("name", check.name())
            .put("ok", check.ok())
            .put("message", check.message())
            .put("action", check.action()));
    List<String> wrong =
        checks.stream().filter(check -> !check.ok()).map(Check::name).distinct().toList();
    String lines = checks.stream().map(Check::line).collect(Collectors.joining("\n"));
    if (!wrong.isEmpty()) {
      output.line(lines);
      throw CommandException.refused(
              wrong.getFirst(),
              checks.stream().filter(check -> !check.ok()).count()
                  + " things are wrong: "
                  + String.join(", ", wrong))
          .with(json);
    }
    output.answer(json, lines + "\neverything is ready");
    return Exit.DONE;
  }
}
