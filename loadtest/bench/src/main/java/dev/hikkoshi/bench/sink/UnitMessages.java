package dev.hikkoshi.bench.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hikkoshi.common.unit.RawJson;
import dev.hikkoshi.common.unit.UnitId;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.common.unit.WorkMessageCodec;
import dev.hikkoshi.common.unit.WriteItems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Work messages that are cheap to make: a few bodies are prepared, and each message is one of them
/// under a unit id of its own. Thread-safe.
public final class UnitMessages {
  private static final int BODIES = 16;
  private static final String SPLIT = "s00000";

  private final String migration;
  private final String table;
  private final List<String> items;
  private final Map<Body, Prepared> bodies = new ConcurrentHashMap<>();

  /// @param items DynamoDB JSON of some items of different keys, which the messages repeat; at
  ///   least as many as one message holds
  public UnitMessages(String migration, String table, List<String> items) {
    this.migration = migration;
    this.table = table;
    this.items = List.copyOf(items);
  }

  /// The message of a unit of this many items.
  public SqsMessage message(int sequence, int size) {
    Prepared body = bodies.computeIfAbsent(new Body(sequence % BODIES, size), this::prepare);
    byte[] unit = (SPLIT + "/" + sequence).getBytes(UTF_8);
    return new SqsMessage(
        List.of(body.escapedBefore, unit, body.escapedAfter),
        SqsMessage.md5(body.before, unit, body.after));
  }

  private Prepared prepare(Body body) {
    var put = new ArrayList<RawJson>(body.size);
    for (int i = 0; i < body.size; i++) {
      put.add(RawJson.of(items.get((body.index * body.size + i) % items.size())));
    }
    var unit = new UnitId(SPLIT, 0);
    String text =
        WorkMessageCodec.encode(
            new WorkMessage(migration, unit, 0, 0, new WriteItems(table, put, List.of())));
    int at = text.indexOf(unit.toString());
    return new Prepared(text.substring(0, at), text.substring(at + unit.toString().length()));
  }

  private record Body(int index, int size) {}

  /// A message before and after its unit's id.
  private static final class Prepared {
    final byte[] before;
    final byte[] after;
    final byte[] escapedBefore;
    final byte[] escapedAfter;

    Prepared(String before, String after) {
      this.before = before.getBytes(UTF_8);
      this.after = after.getBytes(UTF_8);
      this.escapedBefore = SqsMessage.escaped(before);
      this.escapedAfter = SqsMessage.escaped(after);
    }
  }
}
