package dev.hikkoshi.producer.inventory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// Reads several sources side by side, one object of each in turn. S3 keeps keys that begin alike
/// together, and so do inventories and listings: read one after the other, they would ask all of
/// one prefix and then all of the next. The same sources give the same order.
final class Interleaved {
  private Interleaved() {}

  /// Reads all sources to their ends. Closes none.
  static Summary read(List<? extends ObjectReader> sources, ObjectSink sink)
      throws IOException, InterruptedException {
    long rows = 0;
    long unreadable = 0;
    List<ObjectReader> open = new ArrayList<>(sources);
    while (!open.isEmpty()) {
      for (var each = open.iterator(); each.hasNext(); ) {
        ObjectReader reader = each.next();
        if (!reader.next()) {
          each.remove();
          continue;
        }
        rows++;
        try {
          sink.object(reader.object(), reader.position());
        } catch (MalformedRowException e) {
          unreadable++;
          sink.unreadable(reader.position(), e);
        }
      }
    }
    return new Summary(rows, unreadable);
  }

  /// Closes all, and throws the first failure only after that.
  static void close(List<? extends ObjectReader> sources) throws IOException {
    IOException failure = null;
    for (ObjectReader source : sources) {
      try {
        source.close();
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
