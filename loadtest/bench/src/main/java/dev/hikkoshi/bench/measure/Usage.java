package dev.hikkoshi.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a process has used since it began.
///
/// @param cpuNanos user and system time of all its threads, the JVM's own included
/// @param allocatedBytes what all its threads have allocated, virtual ones included
/// @param peakRssKb the most memory it ever had resident (`VmHWM`)
record Usage(long cpuNanos, long allocatedBytes, long peakRssKb) {
  private static final Path STATUS = Path.of("/proc/self/status");

  /// Of this process.
  static Usage now() throws IOException {
    var system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    return new Usage(
        system.getProcessCpuTime(), threads.getTotalThreadAllocatedBytes(), readPeakRssKb());
  }

  private static long readPeakRssKb() throws IOException {
    return Files.readAllLines(STATUS).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
        .findFirst()
        .orElseThrow(() -> new IOException(STATUS + " has no VmHWM"));
  }

  /// Whether this can be measured here: only Linux says it.
  static boolean isKnown() {
    return Files.isReadable(STATUS);
  }
}
