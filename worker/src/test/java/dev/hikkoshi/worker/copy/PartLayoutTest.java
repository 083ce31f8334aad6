package dev.hikkoshi.worker.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PartLayoutTest {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;

  @Test
  void partsCoverTheObjectOnce() {
    var random = new SplittableRandom(1);
    for (int i = 0; i < 2_000; i++) {
      long size = 1 + random.nextLong(1L << random.nextInt(1, 46));
      var layout = PartLayout.of(size, 256 * MIB);
      assertThat(layout.count()).isBetween(1, PartLayout.MAX_PARTS);
      assertThat(layout.isPossible()).isEqualTo(layout.partSize() <= 5 * GIB);
      long next = 0;
      for (int number : new int[] {1, layout.count() / 2 + 1, layout.count()}) {
        next = (number - 1) * layout.partSize();
        long end = next + layout.length(number);
        assertThat(layout.range(number)).isEqualTo("bytes=" + next + "-" + (end - 1));
        next = end;
      }
      assertThat(next).isEqualTo(size);
    }
  }

  @Test
  void partsGrowOnlyWhereTenThousandWouldNotDo() {
    assertThat(PartLayout.of(2_500 * GIB, 256 * MIB).partSize()).isEqualTo(256 * MIB);
    assertThat(PartLayout.of(2_500 * GIB + 1, 256 * MIB).partSize()).isEqualTo(257 * MIB);
    assertThat(PartLayout.of(50_000 * GIB, 256 * MIB).isPossible()).isTrue();
    assertThat(PartLayout.of(50_000 * GIB + 1, 256 * MIB).isPossible()).isFalse();
  }

  @Test
  void theSourcesPartsFitIfTheirNumberIsExplained() {
    assertThat(new PartLayout(20 * MIB, 8 * MIB).fits(3)).isTrue();
    assertThat(new PartLayout(20 * MIB, 8 * MIB).fits(2)).isFalse();
    assertThat(new PartLayout(20 * MIB, 8 * MIB).fits(4)).isFalse();
    assertThat(new PartLayout(3, 3).fits(1)).isTrue();
    // S3 would take no such part but as the last one.
    assertThat(new PartLayout(8 * MIB, 4 * MIB).fits(2)).isFalse();
    assertThat(new PartLayout(6 * GIB, 6 * GIB).fits(1)).isFalse();
    assertThat(new PartLayout(0, 0).fits(1)).isFalse();
  }
}
