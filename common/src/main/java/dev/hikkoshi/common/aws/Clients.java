package dev.hikkoshi.common.aws;

import dev.hikkoshi.common.migration.Role;
import org.jspecify.annotations.Nullable;

/// The AWS clients of one process, queues apart, with its own credentials. Thread-safe.
public interface Clients extends Account, AutoCloseable {
  /// The same under a role.
  ///
  /// @param role null for this process's own credentials
  Account as(@Nullable Role role);

  /// An SNS topic; its region is in its name.
  ///
  /// @param arn `arn:aws:sns:<region>:<account>:<name>`
  Topic topic(String arn);

  /// Whether these talk to AWS itself, rather than to something compatible. May be asked once
  /// [#dynamoDb] has sent a request.
  boolean isAws();

  @Override
  void close();
}
