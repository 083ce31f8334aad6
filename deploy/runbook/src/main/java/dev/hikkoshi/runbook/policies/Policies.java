package dev.hikkoshi.runbook.policies;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.migration.Destination;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.Role;
import dev.hikkoshi.common.migration.Source;
import dev.hikkoshi.runbook.cli.Output;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The policies of both accounts for one migration: the three roles of the fleet, the roles that
/// the file names with their trust, and what buckets and keys of other accounts must allow. No
/// action and no resource is `*`, except what comes after a known name.
public final class Policies {
  private final MigrationFile file;
  private final Names names;
  private final SideStatements side;
  private final FleetStatements fleet;

  /// @param sourceTable the ARN of the table that was exported, where only the manifest says it;
  ///   else empty
  public Policies(MigrationFile file, Names names, String sourceTable) {
    this.file = file;
    this.names = names;
    this.side =
        new SideStatements(
            file, names, file.source() instanceof Source.Table table ? table.arn() : sourceTable);
    this.fleet = new FleetStatements(names);
  }

  /// All of them: `producer`, `worker`, `runbook`, `sourceRole` and `destinationRole` (each
  /// `{"role","policy","trust"}` where there is one), `bucketPolicies` by bucket, `keyPolicies` by
  /// key.
  public ObjectNode json() {
    ObjectNode json = Output.object().put("migration", file.name());
    Role source = file.source().role();
    Role destination = file.destination().role();
    boolean objects = file.source() instanceof Source.Objects;
    json.set(
        "producer",
        role(
            names.role(names.producer()),
            List.of(fleet.producer(), side(source, side.sourceProducer()))));
    json.set(
        "worker",
        role(
            names.role(names.worker()),
            List.of(fleet.worker(), side(destination, side.destinationWorker()))));
    json.set(
        "runbook",
        role(
            names.role(names.runbook()),
            List.of(
                fleet.runbook(),
                fleet.asked(file),
                side.listing(),
                side(source, side.sourceRunbook()),
                side(destination, side.destinationRunbook()))));
    if (source != null) {
      json.set(
          "sourceRole", assumed(source, side.sourceRunbook(), names.producer(), names.runbook()));
    }
    if (destination != null) {
      json.set(
          "destinationRole",
          assumed(
              destination,
              Stream.of(side.destinationWorker(), side.destinationRunbook())
                  .flatMap(Collection::stream)
                  .toList(),
              names.worker(),
              names.runbook()));
    }
    buckets(json.putObject("bucketPolicies"), objects);
    keys(json.putObject("keyPolicies"));
    return json;
  }

  /// What is done as a role takes the permission to be that role.
  private static List<Statement> side(@Nullable Role role, List<Statement> statements) {
    return role == null
        ? statements
        : List.of(Statement.of("Assume", List.of(role.arn()), "sts:AssumeRole"));
  }

  private static ObjectNode role(String arn, List<List<Statement>> statements) {
    var all = statements.stream().flatMap(Collection::stream).distinct().toList();
    ObjectNode json = Output.object().put("role", arn);
    json.set("policy", Statement.policy(numbered(all)));
    return json;
  }

  /// A policy names each statement once.
  private static List<Statement> numbered(List<Statement> statements) {
    var seen = new TreeMap<String, Integer>();
    var numbered = new ArrayList<Statement>();
    for (Statement each : statements) {
      int count = seen.merge(each.sid(), 1, Integer::sum);
      numbered.add(
          count == 1 ? each : new Statement(each.sid() + count, each.actions(), each.resources()));
    }
    return numbered;
  }

  private ObjectNode assumed(Role role, List<Statement> statements, String... by) {
    ObjectNode json = role(role.arn(), List.of(statements));
    ObjectNode trust = Output.object().put("Version", Statement.VERSION);
    ObjectNode statement = trust.putArray("Statement").addObject();
    statement.put("Effect", "Allow").put("Action", "sts:AssumeRole");
    ArrayNode principals = statement.putObject("Principal").putArray("AWS");
    Stream.of(by).map(names::role).forEach(principals::add);
    String external = role.externalId();
    if (external != null) {
      statement.putObject("Condition").putObject("StringEquals").put("sts:ExternalId", external);
    }
    json.set("trust", trust);
    return json;
  }

  /// What each bucket of the migration has to allow if it is another account's than who uses it.
  private void buckets(ObjectNode json, boolean objects) {
    Map<String, ArrayNode> byBucket = new TreeMap<>();
    Role source = file.source().role();
    Role destination = file.destination().role();
    grant(byBucket, side.sourceProducer(), source, names.producer());
    grant(byBucket, side.sourceRunbook(), source, names.runbook());
    if (objects) {
      grant(byBucket, side.destinationWorker(), destination, names.worker());
      grant(byBucket, side.destinationRunbook(), destination, names.runbook());
    }
    byBucket.forEach((bucket, statements) ->
        json.putObject(bucket).put("Version", Statement.VERSION).set("Statement", statements));
  }

  private void grant(
      Map<String, ArrayNode> byBucket,
      List<Statement> statements,
      @Nullable Role role,
      String own) {
    String principal = role == null ? names.role(own) : role.arn();
    for (Statement statement : statements) {
      if (!statement.actions().getFirst().startsWith("s3:")) {
        continue;
      }
      for (String resource : statement.resources()) {
        String bucket = resource.replaceFirst("^arn:[^:]*:s3:::", "").replaceFirst("/.*", "");
        ObjectNode granted =
            new Statement(statement.sid(), statement.actions(), List.of(resource))
                .json(List.of(principal));
        ArrayNode there = byBucket.computeIfAbsent(bucket, _ -> Output.object().arrayNode());
        granted.put("Sid", statement.sid() + (there.size() + 1));
        there.add(granted);
      }
    }
  }

  private void keys(ObjectNode json) {
    if (file.destination() instanceof Destination.Bucket to) {
      String key = to.settings().kmsKey();
      if (key != null) {
        String arn = side.key(key);
        Role role = to.role();
        json.set(
            arn,
            Statement.of("Copies", List.of(arn), "kms:GenerateDataKey", "kms:Decrypt")
                .json(List.of(role == null ? names.role(names.worker()) : role.arn())));
      }
    }
  }
}
