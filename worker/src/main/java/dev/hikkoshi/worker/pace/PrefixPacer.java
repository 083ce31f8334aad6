package dev.hikkoshi.worker.pace;

import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The pace of a worker that writes into a bucket: S3 limits each partition of the keys apart, so a
/// refusal slows only the group of keys that it is about. Thread-safe.
///
/// A key's group is the hash of its first folders, modulo [#GROUPS], the same in every worker. Each
/// group has a pacer of its own, which may take the whole share and knows what is refused to the
/// group anywhere in the fleet, and a [ConcurrencyLimit]. A request waits for its group first, then
/// for the worker's share: the groups together never exceed it, and who waits for a slow group
/// holds up nobody in another.
public final class PrefixPacer implements Pacer {
  /// Few, so that each sees enough refusals to know its limit.
  public static final int GROUPS = 8;

  private static final int FOLDERS = 3;

  private final Supplier<Pacer> create;
  private final Pacer whole;
  private final AtomicReferenceArray<@Nullable Group> groups = new AtomicReferenceArray<>(GROUPS);
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
    return ((hash * 0x9E3779B9) >>> 16) % GROUPS;
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
    Group created = new Group(create.get());
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

  /// Sets what is known of a group in the fleet.
  ///
  /// @param news its mean pace, and what was refused to it elsewhere
  public void share(int group, Share news) {
    of(group).share(news);
  }

  /// Units per second of one group; 0 if none of its keys was written.
  public double pace(int group) {
    Group known = groups.get(group);
    return known == null ? 0 : Math.min(known.pace(), whole.pace());
  }

  /// Units refused to one group, those tolerated left out.
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

  /// The share of all groups together. What is refused elsewhere is a group's, not theirs.
  @Override
  public void share(Share all) {
    boolean same =
        all.unitsPerSecond() == share.unitsPerSecond() && all.workers() == share.workers();
    share = new Share(all.unitsPerSecond(), all.workers(), 0, 0);
    whole.share(share);
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
    double groupsTogether = used().mapToDouble(Group::pace).sum();
    return groupsTogether > 0 ? Math.min(whole.pace(), groupsTogether) : whole.pace();
  }

  @Override
  public double refused() {
    return used().mapToDouble(Group::refused).sum();
  }

  private final class Group implements Pacer {
    private final Pacer own;
    private final ConcurrencyLimit open = new ConcurrencyLimit();

    Group(Pacer own) {
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
      own.record(outcome);
      if (outcome.refused() > 0) {
        open.refused();
      } else if (!outcome.error()) {
        open.accepted();
        whole.record(outcome);
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
      return own.refused();
    }
  }
}
