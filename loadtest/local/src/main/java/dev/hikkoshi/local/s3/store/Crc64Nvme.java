package dev.hikkoshi.local.s3.store;

import java.util.zip.Checksum;

/// CRC-64/NVME (reflected polynomial 0x9A6C9329AC4BC9B5, all ones in and out), eight bytes a step.
/// Plain tables rather than AWS CRT: the JDK has no CRC-64, and forty lines spare the embedded S3
/// 20 MB native library. The SDK checks the result with its own implementation in the tests.
final class Crc64Nvme implements Checksum {
  private static final long POLYNOMIAL = 0x9A6C9329AC4BC9B5L;
  private static final long[][] TABLES = tables();

  private long state = -1;

  private static long[][] tables() {
    long[][] tables = new long[8][256];
    for (int value = 0; value < 256; value++) {
      long crc = value;
      for (int bit = 0; bit < 8; bit++) {
        crc = (crc & 1) == 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
      }
      tables[0][value] = crc;
    }
    for (int value = 0; value < 256; value++) {
      for (int step = 1; step < 8; step++) {
        long shorter = tables[step - 1][value];
        tables[step][value] = (shorter >>> 8) ^ tables[0][(int) shorter & 0xff];
      }
    }
    return tables;
  }

  @Override
  public void update(int value) {
    state = (state >>> 8) ^ TABLES[0][(int) (state ^ value) & 0xff];
  }

  @Override
  public void update(byte[] bytes, int offset, int length) {
    long crc = state;
    int at = offset;
    int end = offset + length;
    for (; end - at >= 8; at += 8) {
      long next = 0;
      for (int i = 0; i < 8; i++) {
        int index = (int) ((crc >>> (8 * i)) ^ bytes[at + i]) & 0xff;
        next ^= TABLES[7 - i][index];
      }
      crc = next;
    }
    for (; at < end; at++) {
      crc = (crc >>> 8) ^ TABLES[0][(int) (crc ^ bytes[at]) & 0xff];
    }
    state = crc;
  }

  @Override
  public long getValue() {
    return ~state;
  }

  @Override
  public void reset() {
    state = -1;
  }
}
