package dev.hikkoshi.bench.virtual;

import dev.hikkoshi.common.ledger.Ledger;
import dev.hikkoshi.common.ledger.LedgerTable;
import dev.hikkoshi.common.ledger.Migration;
import dev.hikkoshi.common.ledger.RowCondition;
import dev.hikkoshi.common.ledger.RowUpdate;
import dev.hikkoshi.common.metrics.Meters;
import dev.hikkoshi.common.migration.Destination;
import dev.hikkoshi.common.migration.LocalFleet;
import dev.hikkoshi.common.migration.MigrationFile;
import dev.hikkoshi.common.migration.VerifyMode;
import dev.hikkoshi.common.queue.QueueNames;
import dev.hikkoshi.producer.Producer;
import dev.hikkoshi.runbook.MigrationResult;
import dev.hikkoshi.runbook.Progress;
import dev.hikkoshi.runbook.RunOptions;
import dev.hikkoshi.runbook.Runbook;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.worker.Destinations;
import dev.hikkoshi.worker.Worker;
import dev.hikkoshi.worker.WorkerSettings;
import dev.hikkoshi.worker.pace.AdaptivePacer;
import dev.hikkoshi.worker.pace.Pacer;
import dev.hikkoshi.worker.pace.Start;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/// A whole migration in virtual time: runbook, producers and workers, the production code, in a
/// world whose queues, ledger, source and destination fail as a seed says. The same seed is the
/// same history, event by event.
public final class VirtualFleet {
  private static final QueueNames QUEUES = new QueueNames("splits", "work", "retry", "dead");
  private static final String MIGRATION = "m";
  private static final Duration PATIENCE = Duration.ofHours(2);
  private static final Duration AFTERLIFE = Duration.ofMinutes(8);
  private static final Duration MOST_RESTART = Duration.ofSeconds(30);
  private static final Duration GIVES_UP = Duration.ofSeconds(60);

  private final long seed;
  private final World world;
  private final Chaos chaos;
  private final Source source;
  private final Oracle oracle;
  private final VirtualTable table;
  private final Set<Mutation> mutations;
  private final Map<String, VirtualQueue> queues = new HashMap<>();
  private final LedgerTable ledger = new MemoryLedgerTable();
  private final List<Node> nodes = new ArrayList<>();
  private final MigrationFile file;
  private final long startRate;
  private final int unitItems;
  private final int threads;
  private @Nullable MigrationResult result;
  private int started;

  private VirtualFleet(long seed, Set<Mutation> mutations, boolean traced) {
    this.seed = seed;
    this.mutations = mutations;
    world = new World(seed, traced);
    var random = world.random();
    chaos = new Chaos(world, Faults.draw(random));
    source = Source.draw(random);
    oracle = new Oracle(world, source);
    table =
        new VirtualTable(world, chaos, oracle, !mutations.contains(Mutation.TAKES_OLD_SIGNATURES));
    QUEUES.all().forEach(name -> queues.put(name, new VirtualQueue(name, world, chaos, oracle)));
    double target = random.nextInt(10, 400);
    file =
        new MigrationFile(
            MIGRATION,
            new dev.hikkoshi.common.migration.Source.Exports(source.exports(), null),
            new Destination.Table(VirtualTable.NAME, null, Destination.Create.NEVER),
            target,
            // As much: then a lone worker's share is the same whether it writes or reads.
            seed % 4 == 0 ? OptionalDouble.of(target) : OptionalDouble.empty(),
            Optional.of(VerifyMode.ALL),
            LocalFleet.DEFAULT);
    startRate = random.nextLong(5, 200);
    unitItems = random.nextInt(2, 13);
    threads = random.nextInt(1, 5);
  }

  /// Plays one seed.
  public static VirtualResult run(long seed) {
    return run(seed, Set.of(), false);
  }

  /// Plays one seed and writes down what happens.
  public static VirtualResult traced(long seed) {
    return run(seed, Set.of(), true);
  }

  /// Plays one seed with rules broken.
  static VirtualResult run(long seed, Set<Mutation> mutations, boolean traced) {
    LogWatch.install();
    return new VirtualFleet(seed, mutations, traced).play();
  }

  private VirtualResult play() {
    world.trace(() -> "seed " + seed + ": " + chaos.faults());
    if (world.random().nextInt(4) == 0) {
      queue("work").send(Oracle.GARBAGE, Duration.ZERO);
    }
    int workers = world.random().nextInt(1, 4);
    int producers = world.random().nextInt(1, 3);
    for (int i = 0; i < workers; i++) {
      worker();
    }
    for (int i = 0; i < producers; i++) {
      producer();
    }
    runbook();
    world.play(() -> result != null, PATIENCE);
    if (result == null) {
      world.violated("not finished");
    } else {
      world.trace(() -> "RESULT " + result);
      world.play(() -> false, AFTERLIFE);
      ended(result);
    }
    end();
    return new VirtualResult(
        seed,
        world.violation(),
        world.played(),
        world.now() / 1e9,
        chaos.killed(),
        chaos.frozen(),
        chaos.mishaps(),
        world.trace());
  }

  private VirtualQueue queue(String name) {
    return Optional.ofNullable(queues.get(name)).orElseThrow();
  }

  // Processes

  private Node node(String role, Runnable replacement) {
    var node =
        new Node(
            world,
            chaos,
            role + "-" + started++,
            () -> world.after(world.between(Duration.ZERO, MOST_RESTART), replacement));
    nodes.add(node);
    return node;
  }

  private Ledger ledger(Node node) {
    return new Ledger(new VirtualLedger(node, ledger, oracle, this::mutated, _ -> false));
  }

  /// The ledger as the runbook sees it.
  private Ledger watched(Node node) {
    boolean blind = mutations.contains(Mutation.WAITS_FOR_NOBODY);
    return new Ledger(
        new VirtualLedger(
            node,
            ledger,
            oracle,
            this::mutated,
            partition -> blind && partition.equals(VirtualLedger.FLEET)));
  }

  private RowUpdate mutated(RowUpdate update) {
    return mutations.contains(Mutation.SETTLES_AGAIN) && update.set().has("settled")
        ? new RowUpdate(
            RowCondition.absent("no such thing"), update.set(), update.setIfAbsent(), update.add())
        : update;
  }

  private VirtualQueues queues(Node node) {
    return new VirtualQueues(node, queues, mutations.contains(Mutation.ACKNOWLEDGES_AT_ONCE));
  }

  private static WorkerSettings settings(int threads) {
    return new WorkerSettings(threads, WorkerSettings.DEFAULT_DRAIN, VirtualTable.VALIDITY);
  }

  private void worker() {
    Node node = node("worker", this::worker);
    node.start(
        "main",
        () -> {
          var _ =
              new Worker(
                  node.name(),
                  settings(threads),
                  Destinations.always(clients(node)),
                  Optional.empty(),
                  ledger(node),
                  queues(node),
                  QUEUES,
                  Meters.unpublished(),
                  world.random(),
                  node,
                  (rate, start) -> pacer(node, rate, start));
        });
  }

  private static Pacer pacer(Node node, double rate, Start start) {
    return new AdaptivePacer(rate, start, node::nanoTime, node, new VirtualPermits(node::nanoTime));
  }

  private void producer() {
    Node node = node("producer", this::producer);
    node.start(
        "main",
        () -> {
          var _ =
              new Producer(
                  node.name(),
                  sources(node),
                  ledger(node),
                  queues(node),
                  QUEUES,
                  Meters.unpublished(),
                  node,
                  unitItems);
        });
  }

  private Function<Migration, S3Client> sources(Node node) {
    var s3 = new VirtualS3(node, chaos, source.objects());
    return _ -> s3;
  }

  private VirtualClients clients(Node node) {
    return new VirtualClients(
        node, new VirtualS3(node, chaos, source.objects()), table.from(node), startRate);
  }

  private void runbook() {
    Node node = node("runbook", this::runbook);
    node.start("run", () -> run(node));
    world.after(world.between(Duration.ZERO, GIVES_UP.multipliedBy(4)), () -> impatient(node));
  }

  /// Who sees nothing happen starts another.
  private void impatient(Node node) {
    if (node.isFrozen() && world.chance(0.5)) {
      runbook();
    }
  }

  private void run(Node node) {
    var services =
        new Services(
            clients(node),
            watched(node),
            queues(node),
            QUEUES,
            node,
            (rate, start) -> pacer(node, rate, start));
    var options = new RunOptions(Optional.empty(), settings(1), false);
    try {
      MigrationResult answer =
          new Runbook(
                  services,
                  file,
                  options,
                  new Told(node),
                  difference -> world.trace(() -> "differs: " + difference))
              .run();
      if (result == null) {
        result = answer;
      }
    } catch (InterruptedException | RuntimeException e) {
      world.trace(() -> node.name() + " ends with " + e + Node.stack(e));
      world.after(world.between(Duration.ofSeconds(1), MOST_RESTART), this::runbook);
    }
  }

  /// What the runbook says.
  private record Told(Node node) implements Progress {
    @Override
    public void step(String name, long total) {
      say("step '" + name + "'");
    }

    @Override
    public void done(long done) {
      // seen in the ledger
    }

    @Override
    public void say(String line) {
      node.world().trace(() -> node.name() + " says: " + line);
    }

    @Override
    public void close() {}
  }

  // The end

  private void ended(MigrationResult answer) {
    expect("destination", source.wanted(), table.items());
    var missing = new TreeMap<>(source.atSource());
    missing.keySet().removeAll(source.wanted().keySet());
    long different =
        source.wanted().entrySet().stream()
            .filter(item -> !item.getValue().equals(source.atSource().get(item.getKey())))
            .count();
    expect("exact", missing.size() + different == 0, answer.exact());
    expect("dead", (long) source.dead(), answer.dead());
    expect("written", (long) source.lines() - source.dead() - source.deletes(), answer.written());
    expect("deleted", (long) source.deletes(), answer.deleted());
    expect("source items", (long) sourceItems(), answer.sourceItems());
    expect("missing", (long) missing.size(), answer.missing());
    expect("different", different, answer.different());
    expect("extra", 0L, answer.extra());
    expect(
        "state",
        source.dead() == 0 ? "complete" : "failed",
        ledger.get("m#" + MIGRATION, "migration").orElseThrow().text("state"));
  }

  private int sourceItems() {
    return source.exports().size() == 1 ? source.lines() : source.atSource().size();
  }

  private void expect(String what, Object wanted, @Nullable Object found) {
    if (!wanted.equals(found)) {
      world.violated("in the end " + what + " is " + found + ", not " + wanted);
    }
  }

  private void end() {
    nodes.forEach(Node::kill);
    world.fibers().run();
    for (Node node : nodes) {
      if (!node.bury()) {
        world.fibers().run();
        if (!node.bury()) {
          world.violated("threads of " + node.name() + " hang");
        }
      }
    }
  }
}
