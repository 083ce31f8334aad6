package dev.hikkoshi.producer.inventory;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.OperatingSystemMXBean;
import dev.hikkoshi.common.ledger.ShardFile;
import dev.hikkoshi.common.objects.InventoryObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/// Measures what reading a large CSV inventory costs: rows per CPU second of the whole process and
/// the heap it needs, round by round. Run by hand with `-Xmx256m`; arguments are the rows and a
/// folder for the files.
public final class InventoryCost {
  private static final int FILES = 8;

  private InventoryCost() {}

  public static void main(String[] args) throws IOException, InterruptedException {
    int rows = Integer.parseInt(args[0]);
    Path folder = Path.of(args[1]);
    var files = new ArrayList<ShardFile>();
    for (int i = 0; i < FILES; i++) {
      Path file = folder.resolve(i + ".csv.gz");
      if (!Files.exists(file)) {
        write(file, i, rows / FILES);
      }
      files.add(new ShardFile(file.toString(), 0, "", "", Files.size(file), true));
    }
    try (var s3 = new Folder()) {
      var splits = new InventorySplits(s3, Inventories.CSV, Inventories.SOURCE);
      var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
      for (int round = 1; round <= 3; round++) {
        long cpu = system.getProcessCpuTime();
        var bytes = new Bytes();
        long read = 0;
        for (var split : splits.plan(0, "folder", files, 0)) {
          read += splits.read(split, bytes).rows();
        }
        double seconds = (system.getProcessCpuTime() - cpu) / 1e9;
        System.out.printf(
            "%d rows, %d bytes listed, %.0f rows per CPU second, heap at most %d MB%n",
            read, bytes.sum, read / seconds, Runtime.getRuntime().maxMemory() >> 20);
      }
    }
  }

  private static void write(Path file, int number, int rows) throws IOException {
    var random = new SplittableRandom(number);
    try (var out = new GZIPOutputStream(Files.newOutputStream(file), 1 << 16)) {
      for (int i = 0; i < rows; i++) {
        String row =
            "\"%s\",\"photos/%d/album%%20%d/IMG_%08d.jpg\",\"\",\"true\",\"false\",\"%d\",\"2024-03-%02dT12:%02d:33.000Z\",\"%016x%016x\",\"STANDARD\",\"false\",\"\",\"SSE-S3\",\"CRC64NVME\",\"\"%n"
                .formatted(
                    Inventories.SOURCE,
                    number,
                    i / 1000,
                    i,
                    random.nextInt(10_000_000),
                    1 + i % 28,
                    i % 60,
                    random.nextLong(),
                    random.nextLong());
        out.write(row.getBytes(UTF_8));
      }
    }
  }

  private static final class Bytes implements ObjectSink {
    long sum;

    @Override
    public void object(InventoryObject object, String position) {
      sum += object.size();
    }

    @Override
    public void unreadable(String position, MalformedRowException reason) {
      throw new IllegalStateException(position, reason);
    }
  }

  /// Objects are files whose paths are their keys.
  private static final class Folder implements S3Client {
    @Override
    public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
      try {
        InputStream in = Files.newInputStream(Path.of(request.key()));
        return new ResponseInputStream<>(GetObjectResponse.builder().build(), in);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public String serviceName() {
      return "s3";
    }

    @Override
    public void close() {}
  }
}
