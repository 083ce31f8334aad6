package dev.hikkoshi.bench.virtual;

import dev.hikkoshi.common.aws.NotSentException;
import dev.hikkoshi.common.aws.RawDynamoDb;
import dev.hikkoshi.common.json.JsonCursor;
import dev.hikkoshi.common.json.MalformedJsonException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The destination: takes batches, or parts of them, or refuses them, and can be read by segments.
/// Refuses what was signed too long ago.
final class VirtualTable {
  static final String NAME = "users";

  /// How long a signature is good for.
  static final Duration VALIDITY = Duration.ofSeconds(60);

  /// What is said of an item that no table takes.
  static final String INVALID = "an item is not valid";

  private static final byte[] REQUESTS = ascii("RequestItems");
  private static final byte[] SEGMENT = ascii("Segment");
  private static final byte[] SEGMENTS = ascii("TotalSegments");
  private static final byte[] START = ascii("ExclusiveStartKey");
  private static final byte[] PUT = ascii("PutRequest");
  private static final int PAGE = 6;
  private static final int UNREACHABLE = 0;

  private final World world;
  private final Chaos chaos;
  private final Oracle oracle;
  private final boolean checksSignatures;
  private final TreeMap<String, String> items = new TreeMap<>();

  /// @param checksSignatures false breaks the rule that what was signed long ago is refused
  VirtualTable(World world, Chaos chaos, Oracle oracle, boolean checksSignatures) {
    this.world = world;
    this.chaos = chaos;
    this.oracle = oracle;
    this.checksSignatures = checksSignatures;
  }

  /// Items by key.
  Map<String, String> items() {
    return items;
  }

  /// The table as one process sees it, over the network.
  RawDynamoDb from(Node node) {
    return new Connection(node);
  }

  private final class Connection implements RawDynamoDb {
    private final Node node;

    Connection(Node node) {
      this.node = node;
    }

    @Override
    public Reply call(String operation, byte[] buffer, int length, Instant signedAt)
        throws IOException {
      byte[] body = Arrays.copyOf(buffer, length);
      Reply reply =
          node.request(
              operation + " signed " + signedAt,
              Chaos.Kind.WRITE,
              () -> answer(operation, body, signedAt));
      if (reply.status() == UNREACHABLE) {
        throw new NotSentException("nobody listens", new IOException("no route to host"));
      }
      return reply;
    }

    @Override
    public Clock clock() {
      return node.serverClock();
    }
  }

  private RawDynamoDb.Reply answer(String operation, byte[] body, Instant signedAt) {
    if (checksSignatures && signedAt.plus(VALIDITY).isBefore(world.instant())) {
      return refused(400, "InvalidSignatureException", "Signature expired: " + signedAt);
    }
    if (chaos.outage()) {
      return switch (chaos.faults().outage()) {
        case ACCESS_DENIED -> refused(400, "AccessDeniedException", "not authorized");
        case TABLE_GONE -> refused(400, "ResourceNotFoundException", "no such table");
        case SERVER_ERROR -> refused(500, "InternalServerError", "sorry");
        case UNREACHABLE -> refused(UNREACHABLE, "", "");
      };
    }
    if (chaos.roll(chaos.faults().throttled() / 4)) {
      return refused(400, "ProvisionedThroughputExceededException", "too fast");
    }
    try {
      return operation.equals("Scan") ? scan(body) : write(body);
    } catch (MalformedJsonException e) {
      return refused(400, "SerializationException", String.valueOf(e.getMessage()));
    }
  }

  private static RawDynamoDb.Reply refused(int status, String code, String message) {
    return reply(status, "{\"__type\":\"x#" + code + "\",\"message\":\"" + message + "\"}");
  }

  private static RawDynamoDb.Reply reply(int status, String body) {
    return new RawDynamoDb.Reply(status, body.getBytes(StandardCharsets.UTF_8));
  }

  private record Request(String json, boolean put) {
    String wire() {
      return put
          ? "{\"PutRequest\":{\"Item\":" + json + "}}"
          : "{\"DeleteRequest\":{\"Key\":" + json + "}}";
    }
  }

  private RawDynamoDb.Reply write(byte[] body) throws MalformedJsonException {
    List<Request> requests = requests(body);
    var keys = new HashSet<String>();
    for (Request request : requests) {
      if (Source.isPoisoned(request.json) || !keys.add(Source.keyOf(request.json))) {
        return refused(400, "ValidationException", INVALID);
      }
    }
    boolean fails = chaos.roll(chaos.faults().failed());
    var left = new ArrayList<Request>();
    for (Request request : requests) {
      if (fails ? world.chance(0.5) : chaos.roll(chaos.faults().throttled())) {
        left.add(request);
      } else {
        apply(request);
      }
    }
    if (fails) {
      return refused(500, "InternalServerError", "sorry");
    }
    String unprocessed =
        left.isEmpty()
            ? ""
            : "\""
                + NAME
                + "\":["
                + left.stream().map(Request::wire).collect(Collectors.joining(","))
                + "]";
    return reply(
        200,
        "{\"UnprocessedItems\":{"
            + unprocessed
            + "},\"ConsumedCapacity\":[{\"TableName\":\""
            + NAME
            + "\",\"CapacityUnits\":"
            + (requests.size() - left.size())
            + "}]}");
  }

  private void apply(Request request) {
    if (request.put) {
      items.put(Source.keyOf(request.json), request.json);
    } else {
      items.remove(Source.keyOf(request.json));
    }
    oracle.written(request.json);
  }

  private static List<Request> requests(byte[] body) throws MalformedJsonException {
    var requests = new ArrayList<Request>();
    var json = new JsonCursor();
    json.reset(body, 0, body.length).enterObject();
    while (json.nextField()) {
      if (!json.textIs(REQUESTS)) {
        json.skipValue();
        continue;
      }
      json.enterObject();
      while (json.nextField()) {
        json.enterArray();
        while (json.nextElement()) {
          json.enterObject();
          while (json.nextField()) {
            boolean put = json.textIs(PUT);
            json.enterObject();
            while (json.nextField()) {
              json.skipValue();
              requests.add(new Request(text(body, json), put));
            }
          }
        }
      }
    }
    json.end();
    return requests;
  }

  private static String text(byte[] body, JsonCursor json) {
    return new String(
        body, json.valueFrom(), json.valueTo() - json.valueFrom(), StandardCharsets.UTF_8);
  }

  private RawDynamoDb.Reply scan(byte[] body) throws MalformedJsonException {
    int segment = 0;
    int of = 1;
    String after = "";
    var json = new JsonCursor();
    json.reset(body, 0, body.length).enterObject();
    while (json.nextField()) {
      boolean isSegment = json.textIs(SEGMENT);
      boolean isSegments = json.textIs(SEGMENTS);
      boolean isStart = json.textIs(START);
      json.skipValue();
      if (isSegment) {
        segment = Integer.parseInt(text(body, json));
      } else if (isSegments) {
        of = Integer.parseInt(text(body, json));
      } else if (isStart) {
        after = Source.keyOf(text(body, json));
      }
    }
    json.end();
    oracle.scanned();
    if (chaos.roll(chaos.faults().failed())) {
      return refused(500, "InternalServerError", "sorry");
    }
    return page(segment, of, after);
  }

  private RawDynamoDb.Reply page(int segment, int of, String after) {
    var page = new ArrayList<String>();
    String last = "";
    for (var item : items.tailMap(after, false).entrySet()) {
      if (Math.floorMod(item.getKey().hashCode(), of) == segment) {
        page.add(item.getValue());
        last = item.getKey();
        if (page.size() == PAGE) {
          break;
        }
      }
    }
    String more =
        page.size() == PAGE ? ",\"LastEvaluatedKey\":{\"id\":{\"S\":\"" + last + "\"}}" : "";
    return reply(
        200,
        String.format(
            Locale.ROOT,
            "{\"Items\":[%s],\"Count\":%d%s,\"ConsumedCapacity\":{\"CapacityUnits\":1}}",
            String.join(",", page),
            page.size(),
            more));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
