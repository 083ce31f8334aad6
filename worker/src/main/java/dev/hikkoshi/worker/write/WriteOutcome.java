package dev.hikkoshi.worker.write;

import java.util.List;

/// What became of one BatchWriteItem request. Made by [BatchWriteReply] alone.
sealed interface WriteOutcome {
  /// Every item but the unprocessed ones is durable.
  ///
  /// @param capacityUnits write units consumed
  record Written(double capacityUnits, List<WriteItem> unprocessed) implements WriteOutcome {}

  /// Refused for capacity; nothing was written.
  ///
  /// @param hotKeyRange whether AWS names one hot partition rather than the table
  record Throttled(boolean hotKeyRange) implements WriteOutcome {}

  /// It may or may not have taken effect; the same request can be sent again.
  record Transient(String reason) implements WriteOutcome {}

  /// The destination refuses this caller, whatever is sent: access, table, credentials, encryption
  /// key.
  record Unavailable(String reason) implements WriteOutcome {}

  /// DynamoDB says that an item of the request is not valid; nothing was written.
  record Invalid(String reason) implements WriteOutcome {}
}
