package dev.hikkoshi.local.s3.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class Crc64NvmeTest {
  @Test
  void hasTheCheckValueOfTheCatalogue() {
    Crc64Nvme crc = new Crc64Nvme();
    crc.update("123456789".getBytes(StandardCharsets.US_ASCII));
    assertThat(crc.getValue()).isEqualTo(0xae8b14860a799888L);
  }

  @Test
  void isTheSameHoweverTheBytesArrive() {
    long seed = 20261121;
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      Crc64Nvme byByte = new Crc64Nvme();
      Crc64Nvme inRuns = new Crc64Nvme();
      for (byte each : bytes) {
        byByte.update(each);
      }
      for (int at = 0; at < bytes.length; ) {
        int run = 1 + random.nextInt(bytes.length - at);
        inRuns.update(bytes, at, run);
        at += run;
      }
      assertThat(inRuns.getValue())
          .as("seed %d, round %d", seed, round)
          .isEqualTo(byByte.getValue());
    }
  }
}
