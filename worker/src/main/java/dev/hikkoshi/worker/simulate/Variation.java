package dev.hikkoshi.worker.simulate;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.capacity.CapacityProfile;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/// A run of the same form as another, drawn at random: what the destination is and what happens to
/// it stay, every number changes (but defaults of the profile other than its rate and partitions).
/// A pace that was tuned to one run shows it in the others.
///
/// Factors are log-uniform, one for each line:
/// - rates, forced ones too: 1/3 to 3; the rate of a partition 0.8 to 1.25, and as many of them as
///   keep their sum at 0.9 to 1.1 of what it was beside the rate;
/// - time until growth 0.5 to 1.5, what it adds 0.5 to 2, its utilization 0.9 to 1.06; time until a
///   split 1/3 to 3; burst 0.3 to 1; latency 0.7 to 2.5, its 99th percentile 4 to 10 times that;
/// - times of all events 0.3 to 1.6, errors 0.3 to 2.5;
/// - workers 0.1 to 4 (1 to 200 remain), their times 0.5 to 2;
/// - the target beside the capacity at the start: 0.5 to 2, but below the capacity (at most 0.95 of
///   it) where it was below, and above (at least 1.05) where it was above;
/// - items: as the smaller of target and rate, and 0.5 to 1.5 besides.
///
/// @param profile as in a profile file; its numbers, the items and the target have three digits
/// @param request the adaptive policy
public record Variation(ObjectNode profile, SimulationRequest request) {
  private static final MathContext DIGITS = new MathContext(3);

  /// Draws one.
  ///
  /// @param profile of `request`, as its file has it
  /// @param number which of those that the seed of `request` gives, from 0
  public static Variation of(ObjectNode profile, SimulationRequest request, int number) {
    var root = new SplittableRandom(request.seed());
    SplittableRandom random = root.split();
    for (int i = 0; i < number; i++) {
      random = root.split();
    }
    return new Drawing(random).of(profile, request);
  }

  private record Drawing(RandomGenerator random) {
    private static final int MAX_WORKERS = 200;
    private static final int MAX_PARTITIONS = 100_000;

    Variation of(ObjectNode original, SimulationRequest from) {
      ObjectNode profile = original.deepCopy();
      double rate = factor(1.0 / 3, 3);
      put(profile, "initialRate", from.profile().initialRate() * rate);
      scale(profile, "maxRate", rate, Double.MAX_VALUE);
      from.profile()
          .partitions()
          .ifPresent(each -> profile.set("partitions", partitions(each, rate)));
      if (profile.get("growth") instanceof ObjectNode growth) {
        scale(growth, "sustainedSeconds", factor(0.5, 1.5), Double.MAX_VALUE);
        scale(growth, "atUtilization", factor(0.9, 1.06), 1);
        if (growth.hasNonNull("factor")) {
          put(growth, "factor", 1 + (growth.get("factor").doubleValue() - 1) * factor(0.5, 2));
        }
      }
      scale(profile, "burstSeconds", factor(0.3, 1), Double.MAX_VALUE);
      if (profile.get("latencyMillis") instanceof ObjectNode latency) {
        scale(latency, "p50", factor(0.7, 2.5), Double.MAX_VALUE);
        put(latency, "p99", latency.get("p50").doubleValue() * factor(4, 10));
      }
      if (profile.get("events") instanceof ArrayNode events) {
        events(events, rate);
      }
      CapacityProfile drawn = CapacityProfile.parse(profile.toString());
      double before = capacity(from.profile());
      double after = capacity(drawn);
      double target = rounded(target(from.target() / before) * after);
      double share = Math.min(target, after) / Math.min(from.target(), before);
      long items = Math.max(1, (long) rounded(from.items() * share * factor(0.5, 1.5)));
      return new Variation(
          profile,
          new SimulationRequest(
              drawn,
              items,
              target,
              workers(from.workers()),
              PolicyName.ADAPTIVE,
              from.seed(),
              from.costFactor(),
              from.sized()));
    }

    private ObjectNode partitions(CapacityProfile.Partitions from, double rate) {
      double sum = from.initial() * from.rateEach() * rate * factor(0.9, 1.1);
      long wanted = Math.round(sum / (from.rateEach() * factor(0.8, 1.25)));
      int count = Math.clamp(wanted, 1, MAX_PARTITIONS);
      double splitAfter = from.splitAfterSeconds() * factor(1.0 / 3, 3);
      ObjectNode json = JsonNodeFactory.instance.objectNode().put("initial", count);
      put(json, "rateEach", sum / count);
      json.put("splitAtUtilization", from.splitAtUtilization());
      if (splitAfter < Double.POSITIVE_INFINITY) {
        put(json, "splitAfterSeconds", splitAfter);
      }
      return json;
    }

    private void events(ArrayNode events, double rate) {
      double time = factor(0.3, 1.6);
      double errors = factor(0.3, 2.5);
      for (var event : events) {
        if (event instanceof ObjectNode each) {
          scale(each, "atSecond", time, Double.MAX_VALUE);
          scale(each, "forSeconds", time, Double.MAX_VALUE);
          scale(each, "rate", rate, Double.MAX_VALUE);
          scale(each, "errorRatio", errors, 1);
        }
      }
    }

    private WorkerSchedule workers(WorkerSchedule from) {
      double count = factor(0.1, 4);
      double time = factor(0.5, 2);
      return new WorkerSchedule(
          from.steps().stream()
              .map(step ->
                  new WorkerSchedule.Step(
                      Math.round(step.atSecond() * time * 1_000) / 1_000.0,
                      Math.clamp(Math.round(step.workers() * count), 1, MAX_WORKERS)))
              .toList());
    }

    private double target(double ratio) {
      double drawn = ratio * factor(0.5, 2);
      return ratio < 1 ? Math.min(0.95, drawn) : Math.max(1.05, drawn);
    }

    private double factor(double least, double most) {
      return least * Math.exp(Math.log(most / least) * random.nextDouble());
    }

    private static double capacity(CapacityProfile profile) {
      return profile
          .partitions()
          .map(each -> Math.min(profile.initialRate(), each.initial() * each.rateEach()))
          .orElse(profile.initialRate());
    }

    private static void scale(ObjectNode json, String name, double factor, double most) {
      if (json.hasNonNull(name)) {
        put(json, name, Math.min(most, json.get(name).doubleValue() * factor));
      }
    }

    private static void put(ObjectNode json, String name, double value) {
      json.put(name, rounded(value));
    }

    private static double rounded(double value) {
      return new BigDecimal(value).round(DIGITS).doubleValue();
    }
  }
}
