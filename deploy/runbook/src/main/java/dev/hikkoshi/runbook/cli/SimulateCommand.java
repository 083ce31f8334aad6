package dev.hikkoshi.runbook.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.common.capacity.CapacityProfile;
import dev.hikkoshi.common.capacity.InvalidProfileException;
import dev.hikkoshi.worker.simulate.PolicyName;
import dev.hikkoshi.worker.simulate.Simulation;
import dev.hikkoshi.worker.simulate.SimulationReport;
import dev.hikkoshi.worker.simulate.SimulationRequest;
import dev.hikkoshi.worker.simulate.SimulationResult;
import dev.hikkoshi.worker.simulate.WorkerSchedule;
import dev.hikkoshi.worker.simulate.WorkerSchedule.Step;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `simulate`: the pacing code in virtual time.
@Command(
    name = "simulate",
    description = {
      "Runs the production pacing code in virtual time against a modelled table or bucket, and compares it with an operator",
      "who knows the capacity at every second. The same seed gives the same result to the digit."
    },
    mixinStandardHelpOptions = true)
public final class SimulateCommand implements CliCommand {
  private static final int MAX_VARIATIONS = 1_000;

  @Mixin private final Output output = new Output();

  @Parameters(
      paramLabel = "PROFILE.json",
      description = "The capacity profile of the table or bucket.")
  private Path profile = Path.of("");

  @Option(
      names = "--items",
      paramLabel = "N",
      required = true,
      description = "Items (or objects) to move.")
  private long items;

  @Option(
      names = "--target",
      paramLabel = "R",
      required = true,
      description = "Write units (or requests) per second for all workers together.")
  private double target;

  @Option(
      names = "--workers",
      paramLabel = "W",
      description =
          "Workers, 1 to 200 (default ${DEFAULT-VALUE}); or a schedule such as 5,50@600,10@1800: 5 at first, 50 from second 600.")
  private String workers = "50";

  @Option(
      names = "--policy",
      paramLabel = "NAME",
      description = "adaptive (ours, default), oracle, fixed, aimd or sdk-adaptive.")
  private String policy = PolicyName.ADAPTIVE.spelling();

  @Option(
      names = "--seed",
      paramLabel = "S",
      description = "Where chance begins (default ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--item-sizes",
      description = "Let items cost what the profile's itemBytes say, instead of one unit each.")
  private boolean itemSizes;

  @Option(
      names = "--report",
      paramLabel = "DIR",
      description = "Write a page with capacity, rate and refusals over time to DIR/index.html.")
  private @Nullable Path report;

  @Option(
      names = "--vary",
      paramLabel = "N",
      description = {
        "Instead of this run, N others of its form with every number drawn anew from --seed (1 to 1000), each with every",
        "policy: whether ours is as efficient as the others and as seldom refused. The JSON has each one's profile."
      })
  private @Nullable Integer variations;

  @Override
  public Output output() {
    return output;
  }

  @Override
  public Integer call() {
    SimulationRequest request = request();
    if (variations != null) {
      return vary(request, variations);
    }
    SimulationResult result = Simulation.run(request);
    if (report != null) {
      try {
        output.progress("report: " + SimulationReport.of(request, result).write(report));
      } catch (IOException e) {
        throw CommandException.usage("--report", "cannot write to " + report + ": " + e);
      }
    }
    output.answer(new ObjectMapper().<ObjectNode>valueToTree(result), text(result));
    return Exit.DONE;
  }

  private int vary(SimulationRequest request, int count) {
    if (count < 1 || count > MAX_VARIATIONS) {
      throw CommandException.usage(
          "--vary", "--vary is " + count + "; allowed: a whole number from 1 to " + MAX_VARIATIONS);
    }
    if (report != null || request.policy() != PolicyName.ADAPTIVE) {
      throw CommandException.usage(
          "--vary", "--vary compares all policies and draws no page: leave out --policy, --report");
    }
    VariedRuns runs = VariedRuns.of(form(), request, count);
    output.answer(runs.json(), runs.text());
    return Exit.DONE;
  }

  private SimulationRequest request() {
    CapacityProfile read = profile();
    try {
      return new SimulationRequest(
          read, items, target, schedule(), PolicyName.of(policy), seed, 1, itemSizes);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage("simulate", e.getMessage());
    }
  }

  private CapacityProfile profile() {
    try {
      return CapacityProfile.read(profile);
    } catch (InvalidProfileException e) {
      throw CommandException.usage(profile.toString(), profile + ": " + e.getMessage());
    } catch (NoSuchFileException e) {
      throw CommandException.usage(profile.toString(), "no such profile: " + profile);
    } catch (IOException e) {
      throw CommandException.usage(profile.toString(), "cannot read " + profile + ": " + e);
    }
  }

  /// The profile as it is written, which has been read before.
  private ObjectNode form() {
    try {
      return (ObjectNode) new ObjectMapper().readTree(profile.toFile());
    } catch (IOException e) {
      throw CommandException.usage(profile.toString(), "cannot read " + profile + ": " + e);
    }
  }

  private WorkerSchedule schedule() {
    List<Step> steps = new ArrayList<>();
    for (String step : workers.split(",", -1)) {
      int at = step.indexOf('@');
      try {
        steps.add(
            at < 0
                ? new Step(0, Integer.parseInt(step))
                : new Step(
                    Double.parseDouble(step.substring(at + 1)),
                    Integer.parseInt(step.substring(0, at))));
      } catch (NumberFormatException e) {
        throw CommandException.usage(
            "--workers",
            "--workers is '"
                + workers
                + "'; allowed: 1 to 200, or a schedule such as 5,50@600,10@1800");
      }
    }
    return new WorkerSchedule(steps);
  }

  private static String text(SimulationResult result) {
    return String.format(
        Locale.ROOT,
        "%s: %,.0f s; who knows the capacity takes %,.0f s: efficiency %.4f%n"
            + "  %,d requests, %,d throttled, throttle ratio %.4f%n"
            + "  mean %,.0f/s, peak %,.0f/s, %,d lost%n",
        result.policy().spelling(),
        result.seconds(),
        result.optimalSeconds(),
        result.efficiency(),
        result.requests(),
        result.throttledRequests(),
        result.throttleRatio(),
        result.meanRate(),
        result.peakRate(),
        result.lost());
  }
}
