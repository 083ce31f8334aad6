package dev.hikkoshi.worker.simulate;

import dev.hikkoshi.common.capacity.CapacityProfile;
import dev.hikkoshi.worker.pace.FleetShare;
import dev.hikkoshi.worker.pace.Heartbeat;
import dev.hikkoshi.worker.pace.PrefixPacer;
import dev.hikkoshi.worker.pace.RetryPolicy;
import dev.hikkoshi.worker.pace.Start;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Runs a fleet in virtual time: one queue of events, one seed, the production controller, share
/// and retry decisions against the capacity model. One event per batch sent and per answer
/// received, as in production.
///
/// Assumed: the queue always has work until the end, a worker has enough threads, the fleet of the
/// first step is up when the run starts.
public final class Simulation {
  private static final long SECOND = 1_000_000_000L;
  private static final long LONGEST_WAIT = SECOND / 2;
  private static final long IDLE_WAIT = SECOND / 10;
  private static final long SYNC_NANOS = SECOND / 50;
  private static final long VISIBILITY_NANOS = 60 * SECOND;
  private static final double LONGEST_RUN = 100;

  private enum Kind {
    WAKE,
    ANSWER,
    SYNC,
    SECOND,
    SCHEDULE
  }

  private record Event(
      long atNanos,
      long order,
      Kind kind,
      int subject,
      Destination.@org.jspecify.annotations.Nullable Answer answer) {}

  private final SimulationRequest request;
  private final Destination destination;
  private final Backlog backlog;
  private final RetryPolicy retry = RetryPolicy.STANDARD;
  private final SplittableRandom jitter;
  private final Timeline timeline = new Timeline();
  private final List<SimulatedWorker> workers = new ArrayList<>();
  private final List<SimulatedLane> lanes = new ArrayList<>();
  private final int groups;
  private final Map<String, Heartbeat> ledger = new HashMap<>();
  private final List<Map<String, Heartbeat>> groupBeats;
  private final PriorityQueue<Event> events =
      new PriorityQueue<>((a, b) ->
          a.atNanos != b.atNanos
              ? Long.compare(a.atNanos, b.atNanos)
              : Long.compare(a.order, b.order));
  private long order;
  private long written;
  private long inFlight;
  private long lastWrittenNanos;
  private double sampledOffered;
  private double sampledAccepted;
  private double sampledRefused;

  private Simulation(SimulationRequest request) {
    this.request = request;
    var root = new SplittableRandom(request.seed());
    destination = new Destination(request, root.split());
    groups =
        request.policy() == PolicyName.ADAPTIVE
                && request.profile().kind() == CapacityProfile.Kind.S3
            ? PrefixPacer.GROUPS
            : 1;
    backlog = new Backlog(request, root.split());
    jitter = root.split();
    groupBeats =
        Stream.generate(() -> (Map<String, Heartbeat>) new HashMap<String, Heartbeat>())
            .limit(groups)
            .toList();
  }

  /// Simulates a run.
  ///
  /// @return the result, the same to the digit for the same request
  /// @throws UnfinishedSimulationException if not everything is written in the end
  public static SimulationResult run(SimulationRequest request) {
    var oracle = new Oracle(request);
    double optimal = oracle.seconds();
    if (request.policy() == PolicyName.ORACLE) {
      double units = request.items() * ItemCost.mean(request);
      return new SimulationResult(
          PolicyName.ORACLE,
          optimal,
          optimal,
          1,
          -Math.floorDiv(-request.items(), Backlog.BATCH_ITEMS),
          0,
          0,
          Math.max(oracle.timeline().peakAccepted(), optimal < 10 ? units / optimal : 0),
          units / optimal,
          0,
          oracle.timeline());
    }
    return new Simulation(request).run(optimal);
  }

  private SimulationResult run(double optimal) {
    assemble();
    at(SECOND, Kind.SECOND, 0);
    for (int i = 1; i < request.workers().steps().size(); i++) {
      at((long) (request.workers().steps().get(i).atSecond() * 1e9), Kind.SCHEDULE, i);
    }
    double longest = (optimal * LONGEST_RUN + 86_400) * 1e9;
    while (written < request.items()) {
      var event = events.remove();
      if (event.atNanos > longest) {
        throw new UnfinishedSimulationException(
            request,
            String.format(
                Locale.ROOT,
                "do not come to an end with policy %s: %,d are written after %,.0f s",
                request.policy().spelling(),
                written,
                longest * 1e-9));
      }
      handle(event);
    }
    double seconds = lastWrittenNanos * 1e-9;
    long held = workers.stream().mapToLong(SimulatedWorker::items).sum();
    return new SimulationResult(
        request.policy(),
        seconds,
        optimal,
        optimal / seconds,
        destination.requests,
        destination.throttledRequests,
        destination.refusedUnits / destination.offeredUnits,
        Math.max(timeline.peakAccepted(), seconds < 10 ? destination.acceptedUnits / seconds : 0),
        destination.acceptedUnits / seconds,
        request.items() - written - backlog.items() - held - inFlight,
        timeline);
  }

  private void handle(Event event) {
    switch (event.kind) {
      case WAKE -> {
        var lane = lanes.get(event.subject);
        if (lane.wake == event.order) {
          send(lane, event.atNanos);
        }
      }
      case ANSWER -> answer(event);
      case SYNC -> sync(event.subject, event.atNanos);
      case SECOND -> second(event.atNanos);
      case SCHEDULE -> schedule(event.subject, event.atNanos);
    }
  }

  /// The first workers have joined and seen each other before the run starts.
  private void assemble() {
    int first = request.workers().steps().get(0).workers();
    long interval = FleetShare.INTERVAL.toNanos();
    for (int i = 0; i < first; i++) {
      workers.add(worker(i, 0));
    }
    for (int round = -5; round < 0; round++) {
      for (int i = 0; i < first; i++) {
        meet(workers.get(i), round * interval + i * interval / first);
      }
    }
    for (int i = 0; i < first; i++) {
      start(i, 0, i * interval / first);
    }
  }

  private SimulatedWorker worker(int index, long nowNanos) {
    double start = request.profile().initialRate();
    var meaning =
        request.profile().kind() == CapacityProfile.Kind.S3 ? Start.LEAST : Start.CAPACITY;
    double unitsPerRequest = Backlog.BATCH_ITEMS * ItemCost.mean(request);
    Supplier<PacePolicy> policy =
        () ->
            switch (request.policy()) {
              case ADAPTIVE -> new AdaptivePolicy(start, meaning, nowNanos);
              case FIXED -> new FixedPolicy();
              case AIMD -> new AimdPolicy(start, nowNanos);
              case SDK_ADAPTIVE -> new SdkAdaptivePolicy(unitsPerRequest);
              case ORACLE -> throw new IllegalStateException("the oracle has no workers");
            };
    var worker = new SimulatedWorker("worker-" + index, groups > 1 ? policy.get() : null, nowNanos);
    for (int group = 0; group < groups; group++) {
      double phase = jitter.nextDouble() * unitsPerRequest / groups;
      var lane = new SimulatedLane(worker, lanes.size(), group, policy.get(), phase, nowNanos);
      worker.lanes.add(lane);
      lanes.add(lane);
    }
    return worker;
  }

  private void start(int index, long nowNanos, long firstSyncNanos) {
    var worker = workers.get(index);
    worker.share(nowNanos);
    worker.lanes.forEach(lane -> wake(lane, nowNanos));
    at(firstSyncNanos, Kind.SYNC, index);
  }

  private void wake(SimulatedLane lane, long nanos) {
    lane.wake = order;
    at(nanos, Kind.WAKE, lane.index);
  }

  private void send(SimulatedLane lane, long now) {
    while (lane.worker.alive) {
      double pace = lane.policy.pace(now);
      var batch = pace > 0 ? lane.next(now, backlog) : null;
      if (batch == null) {
        lane.idle(now, pace);
        wake(lane, now + IDLE_WAIT);
        return;
      }
      double wait = lane.acquire(now, lane.policy.rate(now), lane.policy.charge(batch.estimate()));
      if (wait > 0) {
        wake(lane, now + Math.clamp((long) (wait * 1e9), 1, LONGEST_WAIT));
        return;
      }
      lane.sent();
      send(lane, now, batch);
      var next = lane.worker.turn();
      if (next != null) {
        wake(next, now);
      }
    }
  }

  private void send(SimulatedLane lane, long now, Batch batch) {
    var answer = destination.send(now, batch);
    int accepted = batch.size() - answer.remainder().size();
    inFlight += batch.size() - accepted;
    written += accepted;
    long answeredNanos = now + answer.outcome().latency().toNanos();
    if (accepted > 0) {
      lastWrittenNanos = Math.max(lastWrittenNanos, answeredNanos);
    }
    events.add(new Event(answeredNanos, order++, Kind.ANSWER, lane.index, answer));
  }

  private void answer(Event event) {
    var lane = lanes.get(event.subject);
    var answer = java.util.Objects.requireNonNull(event.answer);
    lane.worker.record(event.atNanos, lane, answer.outcome());
    var left = answer.remainder();
    inFlight -= left.size();
    if (left.size() == 0) {
      return;
    }
    if (!lane.worker.alive) {
      backlog.handBack(left.handedBack(event.atNanos + VISIBILITY_NANOS));
      return;
    }
    var decision = retry.decide(left.attempt(), left.handBacks(), jitter);
    long due = event.atNanos + decision.delay().toNanos();
    switch (decision) {
      case RetryPolicy.SendAgain again -> lane.retry(left.again(due));
      case RetryPolicy.HandBack back -> backlog.handBack(left.handedBack(due));
    }
  }

  private void sync(int index, long now) {
    var worker = workers.get(index);
    if (worker.alive) {
      meet(worker, now);
      worker.share(now);
      at(now + FleetShare.INTERVAL.toNanos(), Kind.SYNC, index);
    }
  }

  private void meet(SimulatedWorker worker, long now) {
    boolean writes = worker.fleet.share(now).unitsPerSecond() > 0;
    double pace = writes ? worker.policy().told(now) : 0;
    double refused = worker.policy().refused();
    ledger.put(worker.name, new Heartbeat(worker.name, worker.beat++, pace, refused));
    worker.fleet = worker.fleet.synced(now - SYNC_NANOS, now, ledger.values(), request.target());
    if (groups > 1) {
      worker.lanes.forEach(lane -> meet(lane, writes, now));
    }
  }

  /// What the fleet's workers tell of one group of keys.
  private void meet(SimulatedLane lane, boolean writes, long now) {
    var beats = groupBeats.get(lane.group);
    double pace = writes ? lane.policy.told(now) : 0;
    beats.put(lane.name, new Heartbeat(lane.name, lane.worker.beat, pace, lane.refused));
    lane.fleet = lane.fleet.synced(now - SYNC_NANOS, now, beats.values(), request.target());
  }

  private void schedule(int step, long now) {
    int wanted = request.workers().steps().get(step).workers();
    long alive = workers.stream().filter(worker -> worker.alive).count();
    for (int i = 0; alive > wanted; i++) {
      if (workers.get(i).alive) {
        workers.get(i).die(now + VISIBILITY_NANOS, backlog);
        alive--;
      }
    }
    for (; alive < wanted; alive++) {
      int index = workers.size();
      workers.add(worker(index, now));
      start(index, now, now + jitter.nextLong(FleetShare.INTERVAL.toNanos()));
    }
  }

  private void second(long now) {
    double pace = 0;
    int alive = 0;
    for (var worker : workers) {
      if (worker.alive) {
        pace += worker.policy().pace(now);
        alive++;
      }
    }
    timeline.second(
        new Timeline.Point(
            now * 1e-9,
            Math.min(destination.model.rate(now), destination.model.partitionRate(now)),
            destination.offeredUnits - sampledOffered,
            destination.acceptedUnits - sampledAccepted,
            destination.refusedUnits - sampledRefused,
            pace,
            alive));
    sampledOffered = destination.offeredUnits;
    sampledAccepted = destination.acceptedUnits;
    sampledRefused = destination.refusedUnits;
    at(now + SECOND, Kind.SECOND, 0);
  }

  private void at(long nanos, Kind kind, int subject) {
    events.add(new Event(nanos, order++, kind, subject, null));
  }
}
