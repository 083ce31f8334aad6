package dev.hikkoshi.bench.virtual;

import dev.hikkoshi.common.ledger.Row;
import dev.hikkoshi.common.unit.RawJson;
import dev.hikkoshi.common.unit.UnreadableMessageException;
import dev.hikkoshi.common.unit.WorkMessage;
import dev.hikkoshi.common.unit.WorkMessageCodec;
import dev.hikkoshi.common.unit.WriteItems;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Sees every effect in the world and knows what must never happen. The rules are the invariants
/// that the README and docs promise:
/// - what is acknowledged is durable, dead, or in another message;
/// - a split is closed when all of it is;
/// - a unit settles once, and only when all of it is durable or dead;
/// - only what can never be written is dead, and nothing readable is put aside;
/// - nothing of a phase is written once a later one, or the verification, has begun.
final class Oracle {
  /// A message nobody can read.
  static final String GARBAGE = "garbage";

  private static final String DEAD_QUEUE = "dead";
  private static final String SPLITS_QUEUE = "splits";

  private final World world;
  private final Source source;
  private final Set<String> durable = new HashSet<>();
  private final Set<String> dead = new HashSet<>();
  private final Map<String, Integer> queued = new HashMap<>();
  private final Map<String, List<String>> units = new HashMap<>();
  private int begun;

  Oracle(World world, Source source) {
    this.world = world;
    this.source = source;
  }

  // Queues

  void queued(String queue, String body) {
    if (queue.equals(DEAD_QUEUE)) {
      if (!body.contains(GARBAGE)) {
        world.violated("put aside: " + body);
      }
      return;
    }
    decoded(queue, body)
        .ifPresent(message -> {
          List<String> items = items(message);
          items.forEach(item -> queued.merge(item, 1, Integer::sum));
          if (message.attempt() == 0 && message.work() instanceof WriteItems) {
            List<String> known = units.putIfAbsent(message.unit().toString(), items);
            if (known != null && !known.equals(items)) {
              world.violated("unit " + message.unit() + " carries other items than before");
            }
          }
        });
  }

  void acknowledged(String queue, String body) {
    decoded(queue, body)
        .ifPresent(message -> {
          List<String> items = items(message);
          items.forEach(item -> queued.merge(item, -1, Integer::sum));
          for (String item : items) {
            if (!isSafe(item)) {
              world.violated(
                  "unit " + message.unit() + " is acknowledged, but this is nowhere: " + item);
            }
          }
        });
  }

  private static Optional<WorkMessage> decoded(String queue, String body) {
    if (queue.equals(SPLITS_QUEUE) || queue.equals(DEAD_QUEUE) || body.contains(GARBAGE)) {
      return Optional.empty();
    }
    try {
      return Optional.of(WorkMessageCodec.decode(body));
    } catch (UnreadableMessageException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> items(WorkMessage message) {
    return message.work() instanceof WriteItems write
        ? Stream.concat(write.put().stream(), write.delete().stream())
            .map(RawJson::toString)
            .toList()
        : List.of();
  }

  private boolean isDone(String item) {
    return durable.contains(item) || (Source.isPoisoned(item) && dead.contains(Source.keyOf(item)));
  }

  private boolean isSafe(String item) {
    return isDone(item) || queued.getOrDefault(item, 0) > 0;
  }

  // Destination

  /// An item was put or a key deleted.
  void written(String request) {
    durable.add(request);
    int phase = source.phase(request);
    if (phase < begun) {
      world.violated(
          "written in phase " + phase + " when phase " + begun + " had begun: " + request);
    }
    begun = Math.max(begun, phase);
  }

  /// The verification reads.
  void scanned() {
    begun = source.exports().size();
  }

  // Ledger

  void ledger(String partition, String sort, Optional<Row> before, Optional<Row> after) {
    if (partition.startsWith("u#")) {
      unit(partition, sort, before, after);
    } else if (partition.startsWith("dead#")) {
      after.ifPresent(this::dead);
    } else if (sort.startsWith("split#")) {
      after.filter(row -> row.text("state").equals("CLOSED")).ifPresent(this::closed);
    }
  }

  private void unit(String partition, String sort, Optional<Row> before, Optional<Row> after) {
    if (before.isPresent() && before.get().has("settled")) {
      if (after.isEmpty() || !after.get().attributes().equals(before.get().attributes())) {
        world.violated("settled before, and changed: " + partition + " " + sort);
      }
      return;
    }
    if (after.isPresent() && after.get().has("settled")) {
      String split = partition.split("#", -1)[2];
      for (String item : units.getOrDefault(split + "/" + Integer.parseInt(sort), List.of())) {
        if (!isDone(item)) {
          world.violated("unit " + split + "/" + sort + " is settled without " + item);
        }
      }
    }
  }

  private void dead(Row row) {
    String key = row.text("key");
    if (!row.text("at").isEmpty()) {
      return; // a line of the source that holds no item
    }
    if (!row.text("reason").contains(VirtualTable.INVALID)) {
      world.violated("dead without reason: " + row.attributes());
    }
    dead.add(Source.keyOf(key));
  }

  private void closed(Row split) {
    for (AttributeValue file : split.attributes().getOrDefault("files", NO_FILES).l()) {
      for (String item : source.requests(file.m().getOrDefault("key", NO_FILES).s())) {
        if (!isSafe(item)) {
          world.violated("split " + split.text("id") + " is closed, but this is nowhere: " + item);
        }
      }
    }
  }

  private static final AttributeValue NO_FILES = AttributeValue.fromL(List.of());
}
