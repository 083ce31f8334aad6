package dev.hikkoshi.runbook.verify;

import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.runbook.Services;
import java.io.IOException;

/// Keeps what a verification found, to mend it.
public interface Mender extends AutoCloseable {
  /// Sends it all, and waits until everything is settled.
  ///
  /// @param migration in the phase to send in, which no unit has been sent for
  /// @return keys written or deleted
  /// @throws IOException if what is to be sent could not be read
  long mend(Services services, Migration migration, Progress progress)
      throws IOException, InterruptedException;

  @Override
  void close() throws IOException;
}
