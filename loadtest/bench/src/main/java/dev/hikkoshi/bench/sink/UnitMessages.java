package dev.hikkoshi.bench.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hikkoshi.common.unit.CopyObjects;
import dev.hikkoshi.common.unit.ObjectToCopy;
import dev.hikkoshi.common.unit.RawJson;
import dev.hikkoshi.common.unit.UnitId;
import dev.hikkoshi.common.unit.Work;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.common.unit.WorkMessageCodec;
import dev.hikkoshi.common.unit.WriteItems;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/// Work messages that are cheap to make: a few bodies are prepared, and each message is one of them
/// under a unit id of its own. Thread-safe.
public final class UnitMessages {
  private static final int BODIES = 16;
  private static final String SPLIT = "s00000";

  private final String migration;
  private final BiFunction<Integer, Integer, Work> work;
  private final Map<Body, Prepared> bodies = new ConcurrentHashMap<>();

  /// @param work what the messages repeat, by its number and how many items it has
  private UnitMessages(String migration, BiFunction<Integer, Integer, Work> work) {
    this.migration = migration;
    this.work = work;
  }

  /// Messages that write.
  ///
  /// @param items DynamoDB JSON of some items of different keys, which the messages repeat; at
  ///   least as many as one message holds
  public static UnitMessages writes(String migration, String table, List<String> items) {
    List<RawJson> known = items.stream().map(RawJson::of).toList();
    return new UnitMessages(
        migration,
        (body, size) ->
            new WriteItems(
                table,
                IntStream.range(body * size, (body + 1) * size)
                    .mapToObj(i -> known.get(i % known.size()))
                    .toList(),
                List.of()));
  }

  /// Messages that copy, under the same keys, what [S3Sink] has.
  public static UnitMessages copies(String migration, String from, String to) {
    return new UnitMessages(
        migration,
        (body, size) ->
            new CopyObjects(
                from,
                to,
                IntStream.range(body * size, (body + 1) * size)
                    .mapToObj(S3Sink::key)
                    .map(key -> new ObjectToCopy(key, 0, S3Sink.EMPTY, null, key, "STANDARD"))
                    .toList()));
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
    var unit = new UnitId(SPLIT, 0);
    String text =
        WorkMessageCodec.encode(
            new WorkMessage(migration, unit, 0, 0, work.apply(body.index, body.size)));
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
