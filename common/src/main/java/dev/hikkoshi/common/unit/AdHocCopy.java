package dev.hikkoshi.common.unit;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/// Copies that another system asks for, outside of any migration.
///
/// @param id names the request: it is settled once, however often it is sent; 1 to 128 visible
///   ASCII characters without quotes and backslashes
/// @param attempt 0 as it is asked for, then counted up with every deferral
public record AdHocCopy(String id, int attempt, CopyObjects copy) implements QueueMessage {
  private static final Pattern ID = Pattern.compile("[!-~&&[^\"\\\\]]{1,128}");

  public AdHocCopy {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("id is not " + ID);
    }
    if (attempt < 0) {
      throw new IllegalArgumentException("attempt " + attempt);
    }
  }

  /// Under this name the ledger keeps all requests between these buckets, so that one bucket that
  /// refuses everything holds up no others; no migration can have it.
  public String migration() {
    return "~" + copy.from() + "->" + copy.to();
  }

  /// The request as the unit that the ledger knows it as.
  public WorkMessage unit() {
    UUID split = UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8));
    return new WorkMessage(migration(), new UnitId(split.toString(), 0), 0, attempt, copy);
  }

  /// The same request with what is left of it, one attempt later.
  public AdHocCopy deferred(CopyObjects rest) {
    return new AdHocCopy(id, attempt + 1, rest);
  }
}
