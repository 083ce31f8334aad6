package dev.hikkoshi.runbook;

import dev.hikkoshi.common.ledger.LikeSource;
import dev.hikkoshi.common.ledger.LikeSource.Stage;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.MigrationState;
import dev.hikkoshi.runbook.cli.CommandException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CreateGlobalSecondaryIndexAction;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexDescription;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.IndexStatus;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;
import software.amazon.awssdk.services.dynamodb.model.UpdateTableResponse;

/// The destination that a migration makes like its source, in three steps that may each be
/// repeated: the table before the load, indexes after it, and what would disturb load and
/// verification last of all. Time to live is such a thing, because an item that expires meanwhile
/// is missing; a stream is another, because whoever reads it would see every item moved as new. The
/// settings of a table that somebody else made are never touched.
final class OwnTable {
  private static final Duration POLL = Duration.ofMillis(500);

  private final Services services;
  private final Migration migration;
  private final Progress progress;
  private final DynamoDbClient client;

  OwnTable(Services services, Migration migration, Progress progress) {
    this.services = services;
    this.migration = migration;
    this.progress = progress;
    this.client = services.destination(migration).dynamoDb();
  }

  /// Makes the table, unless it is not this migration's to make, and waits for it. Once the load
  /// has begun nothing is made any more: a table that is gone then has lost what was loaded.
  void make() throws InterruptedException {
    LikeSource like = migration.likeSource();
    if (like == null
        || like.stage() == Stage.FOREIGN
        || migration.state() != MigrationState.CHECKING) {
      return;
    }
    if (find().isEmpty()) {
      stage(Stage.OWN);
      progress.step("making " + migration.table() + " like " + like.sourceTable(), 0);
      create(like);
    } else if (like.stage() == Stage.PLANNED) {
      stage(Stage.FOREIGN);
      progress.say(
          "somebody has made "
              + migration.table()
              + " meanwhile; its settings are left as they are");
    }
    awaitActive();
  }

  private void create(LikeSource like) {
    try {
      SourceTable source = source(like);
      client.createTable(source.create(migration.table(), like.indexesLater()));
    } catch (ResourceInUseException e) {
      // The same request, whose first answer was lost.
    } catch (DynamoDbException e) {
      if (e.statusCode() >= 500) {
        throw e;
      }
      throw CommandException.refused(
          "destination.create",
          "table "
              + migration.table()
              + " cannot be created like "
              + like.sourceTable()
              + ": "
              + e.getMessage());
    }
  }

  /// Makes the indexes that were left for after the load, and waits until they are filled.
  void makeIndexes() throws InterruptedException {
    LikeSource like = migration.likeSource();
    if (like == null || like.stage() != Stage.OWN || !like.indexesLater()) {
      return;
    }
    SourceTable source = set("its source cannot be looked at", () -> source(like));
    for (GlobalSecondaryIndex index : source.indexes()) {
      if (!indexes().contains(index.indexName())) {
        progress.step("making index " + index.indexName(), 0);
        set("index " + index.indexName() + " cannot be made", () -> make(source, index));
      }
      awaitActive();
    }
  }

  private UpdateTableResponse make(SourceTable source, GlobalSecondaryIndex index) {
    Set<String> names = new HashSet<>(indexes());
    names.add(index.indexName());
    var together = source.indexes().stream().filter(i -> names.contains(i.indexName())).toList();
    var create =
        CreateGlobalSecondaryIndexAction.builder()
            .indexName(index.indexName())
            .keySchema(index.keySchema())
            .projection(index.projection())
            .provisionedThroughput(index.provisionedThroughput())
            .onDemandThroughput(index.onDemandThroughput())
            .warmThroughput(index.warmThroughput())
            .build();
    return client.updateTable(r ->
        r.tableName(migration.table())
            .attributeDefinitions(source.attributes(together))
            .globalSecondaryIndexUpdates(
                GlobalSecondaryIndexUpdate.builder().create(create).build()));
  }

  /// Sets stream and time to live, the last two things; the migration is complete.
  void finish() throws InterruptedException {
    LikeSource like = migration.likeSource();
    if (like == null || like.stage() != Stage.OWN) {
      return;
    }
    SourceTable source = set("its source cannot be looked at", () -> source(like));
    Optional<StreamSpecification> stream = source.stream();
    if (stream.isPresent() && active().streamSpecification() == null) {
      progress.step("setting the stream of " + migration.table(), 0);
      set(
          "its stream cannot be set",
          () ->
              client.updateTable(
                  r -> r.tableName(migration.table()).streamSpecification(stream.get())));
      awaitActive();
    }
    String attribute = source.timeToLive();
    if (attribute != null && !expires()) {
      progress.step("setting the time to live of " + migration.table(), 0);
      set(
          "its time to live cannot be set",
          () ->
              client.updateTimeToLive(r ->
                  r.tableName(migration.table())
                      .timeToLiveSpecification(t -> t.attributeName(attribute).enabled(true))));
    }
    stage(Stage.FINISHED);
  }

  private boolean expires() {
    var now =
        client.describeTimeToLive(r -> r.tableName(migration.table())).timeToLiveDescription();
    return now != null
        && (now.timeToLiveStatus() == TimeToLiveStatus.ENABLED
            || now.timeToLiveStatus() == TimeToLiveStatus.ENABLING);
  }

  private <T> T set(String problem, Supplier<T> call) {
    try {
      return call.get();
    } catch (DynamoDbException e) {
      if (e.statusCode() >= 500) {
        throw e;
      }
      throw CommandException.failed(
          "failed",
          "destination.table",
          "everything is loaded into "
              + migration.table()
              + ", but "
              + problem
              + ": "
              + e.getMessage()
              + "; mend that and run again");
    }
  }

  private SourceTable source(LikeSource like) {
    return SourceTable.describe(services.source(migration).dynamoDb(), like.sourceTable());
  }

  private void stage(Stage stage) {
    services.ledger().migrations().tableStage(migration.name(), stage);
  }

  private Set<String> indexes() {
    return active().globalSecondaryIndexes().stream()
        .map(GlobalSecondaryIndexDescription::indexName)
        .collect(Collectors.toSet());
  }

  private TableDescription active() {
    return find()
        .orElseThrow(() ->
            CommandException.failed(
                "failed", "destination.table", "table " + migration.table() + " is gone"));
  }

  private Optional<TableDescription> find() {
    try {
      return Optional.of(client.describeTable(r -> r.tableName(migration.table())).table());
    } catch (ResourceNotFoundException e) {
      return Optional.empty();
    }
  }

  private void awaitActive() throws InterruptedException {
    while (!isActive(find().orElse(null))) {
      services.time().sleep(POLL);
    }
  }

  private static boolean isActive(@Nullable TableDescription table) {
    return table != null
        && table.tableStatus() == TableStatus.ACTIVE
        && table.globalSecondaryIndexes().stream()
            .allMatch(index -> index.indexStatus() == IndexStatus.ACTIVE);
  }
}
