package dev.hikkoshi.runbook.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.MigrationFileReader;
import dev.hikkoshi.common.migration.Role;
import dev.hikkoshi.common.queue.Payloads;
import dev.hikkoshi.common.queue.QueueNames;
import dev.hikkoshi.runbook.policies.Names;
import dev.hikkoshi.runbook.policies.Policies;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/// `policies`: the permissions of both accounts.
@Command(
    name = "policies",
    description = {
      "Writes the IAM, bucket and key policies that this migration needs, as JSON: producer, worker and runbook roles, the roles",
      "that the file names with their trust, and what buckets and keys of other accounts must allow. Asks AWS nothing."
    },
    mixinStandardHelpOptions = true)
public final class PoliciesCommand implements CliCommand {
  @Mixin private final Output output = new Output();

  @Parameters(paramLabel = "FILE", description = "The migration file (YAML).")
  private Path file = Path.of("");

  @Option(
      names = "--account",
      paramLabel = "DIGITS",
      description =
          "The 12 digits of the account that the fleet runs in; by default that of the destination's role, else ACCOUNT, to be replaced.")
  private @Nullable String account;

  @Option(
      names = "--source-table",
      paramLabel = "ARN",
      description = "The exported table, for 'create: like-source' of an export.")
  private String sourceTable = "";

  @Option(
      names = "--producer-role",
      paramLabel = "NAME",
      description = "The producers' role (default ${DEFAULT-VALUE}).")
  private String producer = "hikkoshi-producer";

  @Option(
      names = "--worker-role",
      paramLabel = "NAME",
      description = "The workers' role (default ${DEFAULT-VALUE}).")
  private String worker = "hikkoshi-worker";

  @Option(
      names = "--runbook-role",
      paramLabel = "NAME",
      description = "The role of who runs it (default ${DEFAULT-VALUE}).")
  private String runbook = "hikkoshi-runbook";

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() {
    MigrationFile migration = new MigrationFileReader().read(file);
    Region region = region();
    var environment = System.getenv();
    var names =
        new Names(
            region.metadata() == null ? "aws" : region.metadata().partition().id(),
            region.id(),
            account(migration),
            environment.getOrDefault("HIKKOSHI_LEDGER_TABLE", Ledger.DEFAULT_TABLE),
            QueueNames.from(environment),
            Optional.ofNullable(environment.get(Payloads.VARIABLE)).filter(b -> !b.isBlank()),
            producer,
            worker,
            runbook);
    ObjectNode json = new Policies(migration, names, sourceTable).json();
    output.answer(json, json.toPrettyString());
    return Exit.DONE;
  }

  private String account(MigrationFile migration) {
    String given = account;
    if (given == null) {
      Role role = migration.destination().role();
      return role == null ? "ACCOUNT" : role.arn().split(":", -1)[4];
    }
    if (!given.matches("\\d{12}")) {
      throw CommandException.usage("--account", "--account is '" + given + "'; allowed: 12 digits");
    }
    return given;
  }

  private static Region region() {
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      throw CommandException.usage(
          "AWS_REGION", "no AWS region is set: set AWS_REGION, or a region in the AWS profile");
    }
  }
}
