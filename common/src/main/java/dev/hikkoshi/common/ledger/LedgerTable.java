package dev.hikkoshi.common.ledger;

import java.util.Optional;
import java.util.function.Consumer;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// What the ledger needs of its table: rows under a partition and a sort key, each changed alone
/// and at once. Reads are consistent. Thread-safe.
public interface LedgerTable {
  /// A table in DynamoDB.
  static LedgerTable dynamoDb(DynamoDbClient client, String name) {
    return new DynamoDbLedgerTable(client, name, Optional.empty());
  }

  boolean exists();

  /// Creates the table and waits until it can be used.
  void create();

  Optional<Row> get(String partition, String sort);

  void put(Row row);

  /// Puts the row unless there is one with its key.
  ///
  /// @return whether it was put
  boolean putIfAbsent(Row row);

  /// Updates a row if the condition holds; a row that is not there is an empty one.
  ///
  /// @return whether it held
  boolean update(String partition, String sort, RowUpdate update);

  /// Reads all rows of a partition whose sort key starts with the prefix, in its order.
  void query(String partition, String sortPrefix, Consumer<Row> rows);

  void delete(String partition, String sort);

  /// Deletes all rows of a partition.
  default void deleteAll(String partition) {
    query(partition, "", row -> delete(partition, row.text(Row.SORT)));
  }

  /// Deletes a row if the condition holds.
  void deleteIf(String partition, String sort, RowCondition condition);
}
