package dev.hikkoshi.bench.measure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hikkoshi.producer.split.SplitPlanner;
import dev.hikkoshi.runbook.LocalFleetRunner;
import dev.hikkoshi.runbook.Services;
import dev.hikkoshi.worker.WorkerSettings;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import software.amazon.awssdk.services.sqs.SqsClient;

/// A process that is measured: production code between sinks, configured by its environment as the
/// services are. It obeys lines on its standard input until that ends, each with one line of
/// answer: `usage` with its [Usage] as JSON, `run` and how many items it is to work on with how
/// many it worked on.
public final class MeasuredProcess {
  /// What `produce` and `work` open beside their own.
  private static final int CONNECTIONS_BESIDE = 128;

  private static final ObjectMapper JSON = new ObjectMapper();

  private MeasuredProcess() {}

  /// @param arguments the [Part]'s name
  public static void main(String[] arguments) throws Exception {
    Part part = Part.valueOf(arguments[0]);
    var settings = WorkerSettings.from(System.getenv());
    int connections =
        switch (part) {
          case PRODUCE, DIGEST_SOURCE -> SplitPlanner.MAX_FILES;
          default -> settings.threads() * 3;
        };
    var services = Services.open(System.getenv(), connections + CONNECTIONS_BESIDE);
    services.await();
    obey(task(part, services, settings));
    System.exit(0); // services run on their own threads
  }

  private static MeasuredTask task(Part part, Services services, WorkerSettings settings) {
    return switch (part) {
      case WORK -> service(LocalFleetRunner.startWorker(services, settings));
      case PRODUCE -> service(LocalFleetRunner.startProducer(services));
      case DIGEST_SOURCE -> new SourceDigestTask(services);
      case DIGEST_DESTINATION -> new DestinationDigestTask(services);
      case SDK_WRITE -> new PlainSdk(services.clients().dynamoDb(), settings.threads());
      case RECEIVE -> new ReceiveTask(services, settings.threads());
      case SDK_RECEIVE ->
          new PlainSdkReceive(SqsClient.create(), services.names().work(), settings.threads());
    };
  }

  /// Works by itself on what its queues hold.
  private static MeasuredTask service(AutoCloseable running) {
    return _ -> {
      throw new IllegalStateException(running + " is not told to run");
    };
  }

  private static void obey(MeasuredTask task) throws Exception {
    try (var commands = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
      for (String command = commands.readLine(); command != null; command = commands.readLine()) {
        System.out.println(
            command.equals("usage")
                ? JSON.writeValueAsString(Usage.now())
                : String.valueOf(task.run(Integer.parseInt(command.substring("run ".length())))));
      }
    }
  }
}
