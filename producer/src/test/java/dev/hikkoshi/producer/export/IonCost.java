package dev.hikkoshi.producer.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.hikkoshi.common.digest.TableDigest;
import dev.hikkoshi.common.item.FullExportLine;
import dev.hikkoshi.common.item.ItemScanner;
import dev.hikkoshi.common.item.KeySchema;
import dev.hikkoshi.common.item.KeyType;
import dev.hikkoshi.common.item.MalformedItemException;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;

/// Measures what one item costs from export line to digest in either format: CPU seconds of the
/// whole process per million lines, round by round. Run by hand; the first rounds warm up.
public final class IonCost {
  private static final int LINES = 20_000;
  private static final int PASSES = 25;
  private static final String JSON =
      "{\"Item\":{\"updatedAt\":{\"N\":\"%d\"},\"email\":{\"S\":\"user%d@example.com\"},\"id\":{\"S\":\"%016x-%08x\"},"
          + "\"active\":{\"BOOL\":%b},\"tags\":{\"SS\":[\"red\",\"blue\"]},\"balance\":{\"N\":\"%d.%02d\"},"
          + "\"address\":{\"M\":{\"street\":{\"S\":\"%d Example Street, 3rd floor\"},\"city\":{\"S\":\"Kōbe\"},"
          + "\"zip\":{\"S\":\"%05d\"}}},\"note\":{\"S\":\"%s\"}}}";
  private static final String ION =
      " $ion_1_0 {Item:{updatedAt:%d.,email:\"user%d@example.com\",id:\"%016x-%08x\","
          + "active:%b,tags:$dynamodb_SS::[\"red\",\"blue\"],balance:%d.%02d,"
          + "address:{street:\"%d Example Street, 3rd floor\",city:\"Kōbe\",zip:\"%05d\"},note:\"%s\"}}";

  private final ItemScanner scanner = new ItemScanner(KeySchema.of("id", KeyType.S));
  private final FullExportLine line = new FullExportLine(scanner);
  private final IonLine ion = new IonLine();

  private IonCost() {}

  public static void main(String[] args) throws MalformedItemException {
    for (int round = 1; round <= 8; round++) {
      for (String format : new String[] {JSON, ION}) {
        new IonCost().measure(format);
      }
    }
  }

  private void measure(String format) throws MalformedItemException {
    byte[][] lines = lines(format);
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var digest = new TableDigest(TableDigest.MAX_BUCKETS);
    long cpu = system.getProcessCpuTime();
    long allocated = threads.getCurrentThreadAllocatedBytes();
    for (int pass = 0; pass < PASSES; pass++) {
      for (byte[] each : lines) {
        if (format.equals(JSON)) {
          line.read(each, 0, each.length);
        } else {
          ion.read(each, 0, each.length);
          line.read(ion.json(), 0, ion.length());
        }
        digest.add(scanner.keyHash(), scanner.hashHigh(), scanner.hashLow());
      }
    }
    double million = LINES * PASSES / 1e6;
    System.out.printf(
        "%s: %.2f CPU seconds per million lines, %.0f bytes of garbage a line, %d items%n",
        format.equals(JSON) ? "JSON" : "ION",
        (system.getProcessCpuTime() - cpu) / 1e9 / million,
        (threads.getCurrentThreadAllocatedBytes() - allocated) / (million * 1e6),
        digest.count());
  }

  private static byte[][] lines(String format) {
    var random = new SplittableRandom(1);
    byte[][] lines = new byte[LINES][];
    for (int i = 0; i < LINES; i++) {
      lines[i] =
          format
              .formatted(
                  1_600_000_000_000L + random.nextInt(1_000_000_000),
                  random.nextInt(1_000_000),
                  random.nextLong(),
                  i,
                  random.nextBoolean(),
                  random.nextInt(100_000),
                  random.nextInt(100),
                  random.nextInt(10_000),
                  random.nextInt(100_000),
                  "x".repeat(random.nextInt(40)))
              .getBytes(UTF_8);
    }
    return lines;
  }
}
