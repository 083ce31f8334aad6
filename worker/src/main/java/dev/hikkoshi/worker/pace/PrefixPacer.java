package dev.hikkoshi.worker.pace;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The pace of a worker that writes into a bucket: S3 limits each partition of the keys apart, so a
/// refusal that is about a group of keys slows only that. Thread-safe.
///
/// A key's group is the hash of its first folders, modulo [#GROUPS], the same in every worker. All
/// have one pacer, as a table has, and each has one of its own, which may take the whole share and
/// falls only when the group is refused more than the others ([HotGroups]); the common one falls
/// otherwise. So keys that are alike are paced as one, with all that is known of them. A request
/// waits for its group first, then for the common pace: the groups together never exceed the share,
/// and who waits for a slow group does not stand in the way of another. Besides, each group has a
/// [ConcurrencyLimit].
public final class PrefixPacer implements Pacer {
  /// Few, so that each sees enough refusals to know its limit.
  public static final int GROUPS = 8;

  private static final int FOLDERS = 3;

  private final Supplier<Pacer> create;
  private final Pacer whole;
  private final AtomicReferenceArray<@Nullable Group> groups = new AtomicReferenceArray<>(GROUPS);
  private final HotGroups hot = new HotGroups(GROUPS);
  private volatile Share share = Share.alone(0);
  private volatile boolean stopped;

  /// @param create makes the pacer of a group, and the one that all groups share
  public PrefixPacer(Supplier<Pacer> create) {
    this.create = create;
    this.whole = create.get();
  }

  /// A key's group.
  ///
  /// @return 0 to [#GROUPS] - 1
  public static int group(String key) {
    int end = 0;
    int hash = 0;
    for (int i = 0, folders = 0; i < key.length() && folders < FOLDERS; i++) {
      if (key.charAt(i) == '/') {
        folders++;
        end = i + 1;
      }
    }
    for (int i = 0; i < end; i++) {
      hash = 31 * hash + key.charAt(i);
    }
    // MurmurHash3's finisher
    hash = (hash ^ (hash >>> 16)) * 0x85EBCA6B;
    hash = (hash ^ (hash >>> 13)) * 0xC2B2AE35;
    return (hash ^ (hash >>> 16)) & (GROUPS - 1);
  }

  @Override
  public Pacer at(String key) {
    return of(group(key));
  }

  private Group of(int index) {
    Group known = groups.get(index);
    if (known != null) {
      return known;
    }
    synchronized (hot) {
      hot.use(index);
    }
    Group created = new Group(index, create.get());
    created.share(share);
    if (!groups.compareAndSet(index, null, created)) {
      return of(index);
    }
    if (stopped) {
      created.stop();
    }
    return created;
  }

  private Stream<Group> used() {
    return IntStream.range(0, GROUPS).mapToObj(groups::get).flatMap(Stream::ofNullable);
  }

  /// The groups of which keys were written.
  public List<Integer> groups() {
    return IntStream.range(0, GROUPS).filter(i -> groups.get(i) != null).boxed().toList();
  }

  /// Sets what is known of a group in the fleet; the common share is set after those of all groups.
  ///
  /// @param news its mean pace, and what was refused to it elsewhere
  public void share(int group, Share news) {
    synchronized (hot) {
      hot.news(group, news.refusedElsewhere());
    }
    of(group).share(news);
  }

  /// Units per second of one group; 0 if none of its keys was written.
  public double pace(int group) {
    Group known = groups.get(group);
    return known == null ? 0 : known.pace();
  }

  /// Units refused to one group, of whatever it was about.
  public double refused(int group) {
    Group known = groups.get(group);
    return known == null ? 0 : known.refused();
  }

  @Override
  public void acquire(double units) throws InterruptedException {
    whole.acquire(units);
  }

  @Override
  public void record(PaceOutcome outcome) {
    whole.record(outcome);
  }

  @Override
  public void share(Share all) {
    boolean same =
        all.unitsPerSecond() == share.unitsPerSecond() && all.workers() == share.workers();
    share = new Share(all.unitsPerSecond(), all.workers(), 0, 0, 0);
    whole.share(all);
    synchronized (hot) {
      hot.seen();
    }
    if (!same) {
      used().forEach(group -> group.share(share));
    }
  }

  @Override
  public void stop() {
    stopped = true;
    whole.stop();
    used().forEach(Group::stop);
  }

  @Override
  public double requestUnits() {
    return Math.min(whole.requestUnits(), used().mapToDouble(Group::requestUnits).min().orElse(1));
  }

  @Override
  public double pace() {
    return whole.pace();
  }

  @Override
  public double refused() {
    return whole.refused();
  }

  private final class Group implements Pacer {
    private final int index;
    private final Pacer own;
    private final ConcurrencyLimit open = new ConcurrencyLimit();
    private double refused;

    Group(int index, Pacer own) {
      this.index = index;
      this.own = own;
    }

    @Override
    public void acquire(double units) throws InterruptedException {
      own.acquire(units);
      whole.acquire(units);
    }

    @Override
    public void enter() throws InterruptedException {
      open.enter();
    }

    @Override
    public void leave() {
      open.leave();
    }

    @Override
    public void record(PaceOutcome outcome) {
      if (outcome.refused() > 0) {
        open.refused();
        (isHot(outcome.refused()) ? own : whole).record(outcome);
        return;
      }
      if (!outcome.error()) {
        open.accepted();
      }
      own.record(outcome);
      whole.record(outcome);
    }

    private boolean isHot(double units) {
      synchronized (hot) {
        refused += units;
        hot.refused(index, units);
        return hot.isHot(index);
      }
    }

    @Override
    public void share(Share news) {
      own.share(news);
    }

    @Override
    public void stop() {
      own.stop();
    }

    @Override
    public double requestUnits() {
      return own.requestUnits();
    }

    @Override
    public double pace() {
      return own.pace();
    }

    @Override
    public double refused() {
      synchronized (hot) {
        return refused;
      }
    }
  }
}
