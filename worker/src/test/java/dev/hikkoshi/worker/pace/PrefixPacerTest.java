package dev.hikkoshi.worker.pace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.hikkoshi.common.capacity.CapacityModel;
import dev.hikkoshi.common.capacity.CapacityProfile;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/// One worker that sends object after object, in virtual time, to a bucket of four partitions of
/// 250/s, of which the keys of `hot/` are one.
class PrefixPacerTest {
  private static final String BUCKET =
      """
      {"kind":"s3","initialRate":250,"partitions":{"initial":4,"rateEach":250}}\
      """;
  private static final int OBJECTS = 60_000;
  private static final int RUN = 3_000;
  private static final double TARGET = 700;
  private static final Duration LATENCY = Duration.ofMillis(20);

  private long now;

  private record Sent(double seconds, double refused) {}

  private Pacer single() {
    return new AdaptivePacer(250, Start.LEAST, () -> now, d -> now += d.toNanos(), new Bucket());
  }

  private PrefixPacer prefixes() {
    return new PrefixPacer(this::single);
  }

  /// Permits of the same virtual time.
  private final class Bucket implements Permits {
    private double freeAt;

    @Override
    public boolean take(double units, double unitsPerSecond) {
      if (freeAt > now) {
        return false;
      }
      freeAt = Math.max(freeAt, now - 1e8) + units / unitsPerSecond * 1e9;
      return true;
    }
  }

  private Sent send(Pacer pacer, IntFunction<String> key) throws InterruptedException {
    now = 0;
    var model = new CapacityModel(CapacityProfile.parse(BUCKET), 0);
    var random = new SplittableRandom(1);
    pacer.share(TARGET);
    var again = new ArrayDeque<Integer>();
    int next = 0;
    long offered = 0;
    long refused = 0;
    while (next < OBJECTS || !again.isEmpty()) {
      int object = next < OBJECTS && (again.size() < 20) ? next++ : again.remove();
      Pacer paced = pacer.at(key.apply(object));
      paced.acquire(1);
      double place = random.nextDouble();
      boolean hot = key.apply(object).startsWith("hot/");
      offered++;
      if (model.offer(now, hot ? place / 4 : 0.25 + place * 0.75, 1).refused()) {
        refused++;
        again.add(object);
        paced.record(new PaceOutcome(1, 0, 0, 0, 1, false, LATENCY));
      } else {
        paced.record(PaceOutcome.accepted(1, 1, LATENCY));
      }
    }
    return new Sent(now * 1e-9, (double) refused / offered);
  }

  @Test
  void isNoWorseThanOnePaceWhereThereIsOnePrefix() throws InterruptedException {
    Sent one = send(single(), object -> "hot/" + object);
    Sent grouped = send(prefixes(), object -> "hot/" + object);
    assertThat(one.seconds()).isGreaterThanOrEqualTo(OBJECTS / 250.0 - 2);
    assertThat(grouped.seconds()).isCloseTo(one.seconds(), within(0.01 * one.seconds()));
    assertThat(grouped.refused()).isLessThan(0.01);
  }

  @Test
  void isNoWorseThanOnePaceWherePrefixesAreMixed() throws InterruptedException {
    IntFunction<String> mixed = object -> (object % 2 == 0 ? "hot/" : object % 64 + "/") + object;
    Sent one = send(single(), mixed);
    Sent grouped = send(prefixes(), mixed);
    assertThat(grouped.seconds()).isLessThan(1.01 * one.seconds());
    assertThat(grouped.refused()).isLessThan(0.02);
  }

  /// A listing comes prefix by prefix.
  @Test
  void slowsOnlyThePrefixThatIsRefused() throws InterruptedException {
    IntFunction<String> runs =
        object -> (object / RUN % 2 == 0 ? "hot/" : object % 64 + "/") + object;
    Sent one = send(single(), runs);
    Sent grouped = send(prefixes(), runs);
    double least = OBJECTS / 2 / 250.0 + OBJECTS / 2 / TARGET;
    assertThat(grouped.seconds()).isLessThan(1.05 * least);
    assertThat(grouped.seconds()).isLessThan(0.9 * one.seconds());
    assertThat(grouped.refused()).isLessThan(0.01);
  }

  @Test
  void theGroupsTogetherNeverExceedTheShare() throws InterruptedException {
    var pacer = new PrefixPacer(this::single);
    pacer.share(100);
    for (int i = 0; i < 2_000; i++) {
      Pacer paced = pacer.at(i % 50 + "/" + i);
      paced.acquire(1);
      paced.record(PaceOutcome.accepted(1, 1, LATENCY));
    }
    assertThat(pacer.groups()).hasSize(PrefixPacer.GROUPS);
    assertThat(2_000 / (now * 1e-9)).isLessThanOrEqualTo(101).isGreaterThan(95);
    assertThat(pacer.pace()).isEqualTo(100);
  }

  @Test
  void groupsKeysByTheirFirstFolders() {
    assertThat(PrefixPacer.group("a/b/c/1")).isEqualTo(PrefixPacer.group("a/b/c/d/2"));
    assertThat(PrefixPacer.group("1")).isEqualTo(PrefixPacer.group("2"));
    assertThat(
            java.util.stream.IntStream.range(0, 100)
                .map(i -> PrefixPacer.group("moved/photos/" + i + "/x"))
                .distinct())
        .hasSize(PrefixPacer.GROUPS);
  }

  @Test
  void refusalsLowerHowManyRequestsMayBeOpenAndAcceptanceRaisesIt() throws InterruptedException {
    var limit = new ConcurrencyLimit();
    for (int i = 0; i < 100; i++) {
      limit.enter();
    }
    limit.refused();
    assertThat(limit.limit()).isEqualTo(50);
    for (int i = 0; i < 99; i++) {
      limit.refused(); // they were open then
    }
    assertThat(limit.limit()).isEqualTo(50);
    for (int i = 0; i < 100; i++) {
      limit.leave();
    }
    for (int i = 0; i < 20; i++) {
      limit.refused();
    }
    assertThat(limit.limit()).isEqualTo(ConcurrencyLimit.LEAST);
    for (int i = 0; i < 30; i++) {
      limit.accepted();
    }
    assertThat(limit.limit()).isEqualTo(ConcurrencyLimit.LEAST + 30);
  }

  /// They are not open any more, whatever became of them.
  @Test
  void requestsThatFailedAreNotWaitedFor() throws InterruptedException {
    var limit = new ConcurrencyLimit();
    for (int i = 0; i < 400; i++) {
      limit.enter();
    }
    limit.refused();
    assertThat(limit.limit()).isEqualTo(200);
    for (int i = 0; i < 400; i++) {
      limit.leave();
    }
    for (int i = 0; i < 100; i++) {
      limit.enter();
    }
    limit.refused();
    assertThat(limit.limit()).isEqualTo(50);
  }

  /// However many at once, and in whatever order they are told.
  @Test
  void whatIsRefusedToAllAlikeMakesNoGroupHot() {
    for (int units = 20; units < 2_000; units += 30) {
      var pacer = prefixes();
      for (int look = 1; look <= 5; look++) {
        tell(pacer, look, units, units);
      }
      double before = pacer.refused();
      for (int object = 0; object < 100; object++) {
        pacer.at(object + "/").record(new PaceOutcome(1, 0, 0, 0, 1, false, LATENCY));
      }
      assertThat(pacer.refused() - before).as("each refused %d", units).isEqualTo(100);
    }
  }

  /// Other threads go on meanwhile.
  @Test
  void whatIsRefusedHereWhileTheFleetsNewsAreToldMakesNoneHotEither() {
    var hot = new HotGroups(PrefixPacer.GROUPS);
    for (int group = 0; group < PrefixPacer.GROUPS; group++) {
      hot.refused(group, 1);
      hot.news(group, 2_000);
    }
    hot.seen();
    for (int group = 0; group < PrefixPacer.GROUPS; group++) {
      assertThat(hot.isHot(group)).as("group %d", group).isFalse();
    }
  }

  @Test
  void aGroupThatWasRefusedMoreOnceIsForgotten() {
    var hot = prefixes();
    tell(hot, 1, 1_000_000, 0);
    double before = hot.refused();
    hot.at("0").record(new PaceOutcome(1, 0, 0, 0, 1, false, LATENCY));
    assertThat(hot.refused()).isEqualTo(before);

    var pacer = prefixes();
    tell(pacer, 1, 1_000_000, 0);
    before = pacer.refused();
    for (int look = 2; look <= 5; look++) {
      tell(pacer, look, 100, 100);
    }
    pacer.at("0").record(new PaceOutcome(1, 0, 0, 0, 1, false, LATENCY));
    assertThat(pacer.refused()).isEqualTo(before + 1);
  }

  /// What a look at the fleet brings, as a worker tells it.
  ///
  /// @param first units refused elsewhere to the group of keys without folders
  /// @param others to each other group
  private static void tell(PrefixPacer pacer, int look, double first, double others) {
    int hot = PrefixPacer.group("0");
    for (int group = 0; group < PrefixPacer.GROUPS; group++) {
      pacer.share(group, new Share(TARGET, 5, 0, group == hot ? first : others, look));
    }
    pacer.share(new Share(TARGET, 5, 0, first + 7 * others, look));
  }
}
