package dev.hikkoshi.common.item;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.hikkoshi.common.digest.TableDigest;
import java.io.ByteArrayOutputStream;
import java.lang.management.ManagementFactory;
import java.util.SplittableRandom;

/// Measures what one item costs from export line to digest: CPU seconds of the whole process per
/// million lines, round by round. Run by hand; the first rounds warm up.
public final class ScanCost {
  private static final int LINES = 20_000;
  private static final int PASSES = 50;

  private ScanCost() {}

  public static void main(String[] args) throws MalformedItemException {
    var line = new ScanLines();
    var scanner = new ItemScanner(KeySchema.of("id", KeyType.S));
    var exportLine = new FullExportLine(scanner);
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    System.out.printf("%d bytes a line%n", line.buffer.length / LINES);
    for (int round = 1; round <= 8; round++) {
      var digest = new TableDigest(TableDigest.MAX_BUCKETS);
      long cpu = system.getProcessCpuTime();
      long allocated = threads.getCurrentThreadAllocatedBytes();
      for (int pass = 0; pass < PASSES; pass++) {
        for (int i = 0; i < LINES; i++) {
          exportLine.read(line.buffer, line.ends[i], line.ends[i + 1]);
          digest.add(scanner.keyHash(), scanner.hashHigh(), scanner.hashLow());
        }
      }
      double million = LINES * PASSES / 1e6;
      System.out.printf(
          "round %d: %.2f CPU seconds per million lines, %.0f bytes of garbage a line, %d items%n",
          round,
          (system.getProcessCpuTime() - cpu) / 1e9 / million,
          (threads.getCurrentThreadAllocatedBytes() - allocated) / (million * 1e6),
          digest.count());
    }
  }

  /// Lines of the shape and size the budget speaks of: 330 bytes, seven attributes.
  private static final class ScanLines {
    final byte[] buffer;
    final int[] ends = new int[LINES + 1];

    ScanLines() {
      var random = new SplittableRandom(1);
      var out = new ByteArrayOutputStream();
      for (int i = 0; i < LINES; i++) {
        String line =
            """
            {"Item":{"updatedAt":{"N":"%d"},"email":{"S":"user%d@example.com"},"id":{"S":"%016x-%08x"},\
            "active":{"BOOL":%b},"tags":{"SS":["%s","%s"]},"balance":{"N":"%d.%02d"},\
            "address":{"M":{"street":{"S":"%d Example Street, 3rd floor"},"city":{"S":"Kōbe"},\
            "zip":{"S":"%05d"}}},"note":{"S":"%s"}}}
            """
                .formatted(
                    1_600_000_000_000L + random.nextInt(1_000_000_000),
                    random.nextInt(1_000_000),
                    random.nextLong(),
                    i,
                    random.nextBoolean(),
                    random.nextBoolean() ? "red" : "yellow",
                    random.nextBoolean() ? "green" : "blue",
                    random.nextInt(100_000),
                    random.nextInt(100),
                    random.nextInt(10_000),
                    random.nextInt(100_000),
                    "x".repeat(random.nextInt(40)));
        out.writeBytes(line.getBytes(UTF_8));
        ends[i + 1] = out.size();
      }
      buffer = out.toByteArray();
    }
  }
}
