package dev.hikkoshi.runbook.policies;

import dev.hikkoshi.common.migration.Destination;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.Previous;
import dev.hikkoshi.common.migration.S3Location;
import dev.hikkoshi.common.migration.Source;
import dev.hikkoshi.common.queue.Payloads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What each of the three needs of the source and of the destination of a migration.
///
/// @param file the migration
/// @param names the fleet's
/// @param sourceTable the ARN of the table that is exported or that a missing destination is made
///   like; empty if the file does not say it
record SideStatements(MigrationFile file, Names names, String sourceTable) {
  /// Of the source: who reads the data.
  List<Statement> sourceProducer() {
    return switch (file.source()) {
      case Source.Exports exports -> List.of(exports(exports));
      case Source.Table table -> List.of(exported(table));
      case Source.Inventory inventory -> List.of(inventory(inventory));
      case Source.Bucket bucket -> List.of(lists("SourceList", bucket.location().bucket()));
    };
  }

  /// Of the source: who plans, and compares at the end.
  List<Statement> sourceRunbook() {
    var statements = new ArrayList<>(sourceProducer());
    if (file.source() instanceof Source.Table table) {
      statements.add(
          Statement.of(
              "Export",
              List.of(table.arn()),
              "dynamodb:DescribeContinuousBackups",
              "dynamodb:ExportTableToPointInTime"));
      statements.add(
          Statement.of(
              "ExportProgress", List.of(table.arn() + "/export/*"), "dynamodb:DescribeExport"));
      // DynamoDB writes the export in the name of who asked for it.
      statements.add(
          Statement.of(
              "ExportWrites",
              List.of(names.objects(table.exportTo().bucket(), folder(table.exportTo()))),
              "s3:PutObject",
              "s3:PutObjectAcl",
              "s3:AbortMultipartUpload"));
    }
    if (makesTable() && !sourceTable.isEmpty()) {
      statements.add(
          Statement.of(
              "LikeSource",
              List.of(sourceTable),
              "dynamodb:DescribeTable",
              "dynamodb:DescribeTimeToLive",
              "dynamodb:ListTagsOfResource"));
    }
    if (file.source() instanceof Source.Bucket bucket) {
      statements.add(
          new Statement(
              "SourceHead",
              versions() ? List.of("s3:GetObject", "s3:GetObjectVersion") : List.of("s3:GetObject"),
              List.of(names.objects(bucket.location().bucket(), bucket.location().key()))));
    }
    return statements;
  }

  private boolean makesTable() {
    return file.destination() instanceof Destination.Table(_, _, var create)
        && create != Destination.Create.NEVER;
  }

  private Statement exports(Source.Exports exports) {
    var resources = new ArrayList<String>();
    for (S3Location at : exports.locations()) {
      String folder =
          at.key()
              .substring(
                  0,
                  at.key().lastIndexOf("manifest-summary.json") < 0
                      ? at.key().length()
                      : at.key().lastIndexOf("manifest-summary.json"));
      String bare = folder.endsWith("/") ? folder : folder + "/";
      resources.add(names.objects(at.bucket(), bare));
      // Incremental exports share a folder beside their own.
      String parent = bare.substring(0, bare.lastIndexOf('/', bare.length() - 2) + 1);
      String shared = names.objects(at.bucket(), parent + "data/");
      if (exports.locations().size() > 1 && !resources.contains(shared)) {
        resources.add(shared);
      }
    }
    return Statement.of("SourceRead", resources, "s3:GetObject");
  }

  private Statement exported(Source.Table table) {
    return Statement.of(
        "SourceRead",
        List.of(names.objects(table.exportTo().bucket(), folder(table.exportTo()))),
        "s3:GetObject");
  }

  private static String folder(S3Location to) {
    String prefix = to.key().replaceAll("^/+|/+$", "");
    return (prefix.isEmpty() ? "" : prefix + "/") + "AWSDynamoDB/";
  }

  /// The folder that holds all inventories of one configuration, and their data.
  private Statement inventory(Source.Inventory inventory) {
    var resources = new ArrayList<String>();
    resources.add(inventories(inventory.location()));
    switch (inventory.previous()) {
      case null -> {}
      case Previous.Inventory(var location) -> {
        if (!resources.contains(inventories(location))) {
          resources.add(inventories(location));
        }
      }
      case Previous.Listed _ -> listings().ifPresent(resources::add);
    }
    return Statement.of("SourceRead", resources, "s3:GetObject");
  }

  /// Of the payload bucket: who plans keeps there what the destination lists.
  List<Statement> listing() {
    return file.source().comparesWithListing()
        ? listings().stream()
            .map(folder ->
                Statement.of("Listing", List.of(folder), "s3:PutObject", "s3:DeleteObject"))
            .toList()
        : List.of();
  }

  /// Those of all migrations: a comparison that was never a migration has a name of its own.
  private Optional<String> listings() {
    return names.payloads().map(bucket -> names.objects(bucket, Payloads.LISTINGS));
  }

  private String inventories(S3Location at) {
    String folder = at.key().replaceAll("(/?manifest\\.json|/)$", "");
    return names.objects(at.bucket(), folder.substring(0, folder.lastIndexOf('/') + 1));
  }

  private Statement lists(String sid, String bucket) {
    return new Statement(
        sid,
        versions() ? List.of("s3:ListBucket", "s3:ListBucketVersions") : List.of("s3:ListBucket"),
        List.of(names.bucket(bucket)));
  }

  /// Whether all versions of objects are moved.
  private boolean versions() {
    return file.source() instanceof Source.Objects objects && objects.versions();
  }

  /// An inventory may name the versions that are copied, also where they are the current ones.
  private boolean namesVersions() {
    return versions() || file.source() instanceof Source.Inventory;
  }

  /// Of the destination, and of a source that is copied from: who writes.
  List<Statement> destinationWorker() {
    return switch (file.destination()) {
      case Destination.Table table ->
          List.of(
              Statement.of(
                  "DestinationWrite",
                  List.of(destinationTable(table)),
                  "dynamodb:BatchWriteItem",
                  "dynamodb:Scan"));
      case Destination.Bucket bucket -> copies(bucket);
    };
  }

  /// @return an ARN in the account of the destination's role
  private String destinationTable(Destination.Table table) {
    var role = table.role();
    return names.table(
        role == null ? names.account() : role.arn().split(":", -1)[4], table.table());
  }

  private List<Statement> copies(Destination.Bucket to) {
    var statements = new ArrayList<Statement>();
    String from = sourceBucket();
    String prefix = file.source() instanceof Source.Bucket bucket ? bucket.location().key() : "";
    var reads = new ArrayList<>(List.of("s3:GetObject", "s3:GetObjectTagging"));
    if (namesVersions()) {
      reads.addAll(List.of("s3:GetObjectVersion", "s3:GetObjectVersionTagging"));
    }
    statements.add(new Statement("CopyFrom", reads, List.of(names.objects(from, prefix))));
    statements.add(lists("CopyFromBucket", from));
    var actions =
        new ArrayList<>(
            List.of(
                "s3:PutObject",
                "s3:PutObjectTagging",
                "s3:GetObject",
                "s3:AbortMultipartUpload",
                "s3:ListMultipartUploadParts"));
    if (versions()
        || (file.source() instanceof Source.Inventory inventory && inventory.previous() != null)) {
      actions.add("s3:DeleteObject");
    }
    if (versions()) {
      actions.add("s3:GetObjectVersion");
    }
    if (to.settings().ownerFullControl()) {
      actions.add("s3:PutObjectAcl");
    }
    statements.add(
        new Statement("CopyTo", actions, List.of(names.objects(to.bucket(), to.prefix()))));
    statements.add(lists("CopyToList", to.bucket()));
    statements.add(
        Statement.of(
            "CopyToUploads", List.of(names.bucket(to.bucket())), "s3:ListBucketMultipartUploads"));
    String key = to.settings().kmsKey();
    if (key != null) {
      statements.add(
          Statement.of("Encrypt", List.of(key(key)), "kms:GenerateDataKey", "kms:Decrypt"));
    }
    return statements;
  }

  /// @param key an ARN, or a key id of the fleet's account
  String key(String key) {
    return key.startsWith("arn:")
        ? key
        : "arn:"
            + names.partition()
            + ":kms:"
            + names.region()
            + ":"
            + names.account()
            + ":key/"
            + key;
  }

  /// The bucket that is copied from: an inventory lies at `…/<bucket>/<configuration>/<time>`.
  String sourceBucket() {
    if (file.source() instanceof Source.Bucket bucket) {
      return bucket.location().bucket();
    }
    if (file.source() instanceof Source.Inventory inventory) {
      String[] parts =
          inventory.location().key().replaceAll("(/?manifest\\.json|/)$", "").split("/", -1);
      return parts.length < 3 ? "SOURCE_BUCKET" : parts[parts.length - 3];
    }
    return "";
  }

  /// Of the destination: who plans, makes the table, and compares at the end.
  List<Statement> destinationRunbook() {
    return switch (file.destination()) {
      case Destination.Table table -> {
        var actions = new ArrayList<>(List.of("dynamodb:DescribeTable", "dynamodb:Scan"));
        if (makesTable()) {
          actions.addAll(
              List.of(
                  "dynamodb:CreateTable",
                  "dynamodb:TagResource",
                  "dynamodb:UpdateTable",
                  "dynamodb:DescribeTimeToLive",
                  "dynamodb:UpdateTimeToLive"));
        }
        yield List.of(new Statement("Destination", actions, List.of(destinationTable(table))));
      }
      case Destination.Bucket to -> {
        var actions = new ArrayList<>(List.of("s3:GetObject", "s3:AbortMultipartUpload"));
        var statements = new ArrayList<>(List.of(lists("DestinationList", to.bucket())));
        if (versions()) {
          actions.add("s3:GetObjectVersion");
          statements.add(
              Statement.of(
                  "DestinationVersions",
                  List.of(names.bucket(to.bucket())),
                  "s3:GetBucketVersioning"));
        }
        statements.add(
            new Statement(
                "Destination", actions, List.of(names.objects(to.bucket(), to.prefix()))));
        yield statements;
      }
    };
  }
}
