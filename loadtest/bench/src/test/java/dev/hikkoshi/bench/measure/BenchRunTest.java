package dev.hikkoshi.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is done in which order, and what is made of it, with rounds whose cost is known.
final class BenchRunTest {
  private final List<String> done = new ArrayList<>();
  private final BenchRun run;

  private BenchRunTest() throws IOException, InterruptedException {
    run = BenchRun.of(new TwoParts(), 10, List.of(4), 3, 11, _ -> {});
  }

  @Test
  void takesTurnsAndRepeatsTheSmallerUntilTheyAreAsMany() {
    var warmingUp = List.of("cheap 10", "cheap 10", "dear 10", "dear 10");
    var round = new ArrayList<>(List.of("cheap 10", "dear 10"));
    round.addAll(Collections.nCopies(3, "cheap 4"));
    round.addAll(Collections.nCopies(3, "dear 4"));
    round.add("other 10");

    assertThat(done.subList(0, 4)).isEqualTo(warmingUp);
    assertThat(done.subList(4, 10)).isEqualTo(round.subList(2, 8));
    assertThat(done.subList(10, 12)).containsOnly("other 10"); // warms up, and comes last
    for (int i = 0; i < 3; i++) {
      assertThat(done.subList(12 + i * 9, 12 + (i + 1) * 9)).isEqualTo(round);
    }
  }

  /// The medians' ratio is 0.75: what takes turns is compared, whatever the machine did between.
  @Test
  void comparesEachRoundWithTheOneItTookTurnsWith() {
    BenchRun.OtherSize other = run.others().getFirst();

    assertThat(run.headline().name()).isEqualTo("dear");
    assertThat(other.items()).isEqualTo(4);
    assertThat(other.headline().name()).isEqualTo("dear");
    assertThat(other.headline().rounds()).extracting(Round::items).containsOnly(12L);
    assertThat(other.ratio()).isCloseTo(1.5, within(1e-9));
  }

  private final class TwoParts implements Bench {
    @Override
    public List<Contender> parts(int items) {
      return List.of(new Slowing("cheap", 1, items), new Slowing("dear", 2, items));
    }

    @Override
    public List<Contender> baselines() {
      return List.of(new Slowing("other", 1, 10));
    }

    @Override
    public Measurement headline(List<Measurement> parts) {
      return Collections.max(
          parts, Comparator.comparingDouble(part -> part.cpuSecondsPerMillion().median()));
    }

    @Override
    public void close() {}
  }

  /// Items in rounds of four cost half as much again, but for the last turn.
  private final class Slowing implements Contender {
    private final String name;
    private final long price;
    private final int items;
    private int rounds;

    Slowing(String name, long price, int items) {
      this.name = name;
      this.price = price;
      this.items = items;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public Round round() {
      done.add(name + " " + items);
      boolean small = items == 4;
      int turn = small ? rounds++ / 3 - 1 : rounds++ - 2; // the first ones were to warm up
      long each = turn < 0 ? 1000 : price << turn;
      return new Round(items, each * items * (small ? turn == 2 ? 1 : 15 : 10), 1, 0);
    }
  }
}
