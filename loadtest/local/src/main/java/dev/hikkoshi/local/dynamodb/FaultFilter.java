package dev.hikkoshi.local.dynamodb;

import dev.hikkoshi.local.faults.Fault;
import dev.hikkoshi.local.faults.Faults;
import dev.hikkoshi.local.faults.FaultyService;
import dev.hikkoshi.local.http.LostConnectionException;
import java.io.IOException;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/// Lets things go wrong with DynamoDB requests. Thread-safe.
final class FaultFilter implements RequestFilter {
  private static final String NAMESPACE = "com.amazonaws.dynamodb.v20120810#";
  private static final String INJECTED = "injected by the fault plan";

  private final Faults faults;

  FaultFilter(Faults faults) {
    this.faults = faults;
  }

  @Override
  public ApiResponse filter(ApiRequest request, RequestHandler next)
      throws IOException, InterruptedException {
    Optional<Fault> fault =
        faults.next(FaultyService.DYNAMODB, request.operation(), () -> TablesNamed.in(request));
    return fault.isPresent() ? struck(fault.get(), request, next) : next.handle(request);
  }

  private static ApiResponse struck(Fault fault, ApiRequest request, RequestHandler next)
      throws IOException, InterruptedException {
    return switch (fault.kind()) {
      case HTTP_500 -> ApiResponse.error(500, NAMESPACE + "InternalServerError", INJECTED);
      case HTTP_503 -> ApiResponse.error(503, NAMESPACE + "ServiceUnavailable", INJECTED);
      case RESET_BEFORE -> throw lost(fault);
      case RESET_AFTER -> {
        next.handle(request);
        throw lost(fault);
      }
      case LATE_ANSWER -> {
        ApiResponse answer = next.handle(request);
        Thread.sleep(fault.lasts());
        yield answer;
      }
      case HOLD -> {
        Thread.sleep(fault.lasts());
        yield next.handle(request);
      }
      case CORRUPT -> corrupt(next.handle(request), fault.chance());
      case TRUNCATE -> truncated(next.handle(request));
      case THROTTLE -> throttled(request);
      case UNPROCESSED -> PartialBatch.of(request, fault.chance()).through(next, request);
      case ACCESS_DENIED ->
          ApiResponse.error(
              400,
              "com.amazon.coral.service#AccessDeniedException",
              "User is not authorized to perform: dynamodb:"
                  + request.operation()
                  + ", "
                  + INJECTED);
      case NOT_FOUND ->
          ApiResponse.error(
              400,
              NAMESPACE + "ResourceNotFoundException",
              "Requested resource not found, " + INJECTED);
      case DUPLICATE, DELAY, LOSE_DELETE ->
          throw new IllegalStateException(fault.kind() + " does not happen to DynamoDB");
    };
  }

  private static LostConnectionException lost(Fault fault) {
    return new LostConnectionException(fault.kind().spelling() + ", " + INJECTED);
  }

  /// Another byte somewhere, under the checksum of what it was.
  private static ApiResponse corrupt(ApiResponse answer, long chance) {
    byte[] body = answer.body().clone();
    if (body.length > 0) {
      body[(int) Math.floorMod(chance, (long) body.length)] ^= 0x04;
    }
    return new ApiResponse(
        answer.status(),
        HttpFields.build(answer.headers()).put(ApiResponse.CRC, ApiResponse.crc32(answer.body())),
        body);
  }

  private static ApiResponse truncated(ApiResponse answer) {
    var reply = answer.reply().truncated();
    return new ApiResponse(reply.status(), reply.headers(), reply.body());
  }

  static ApiResponse throttled(ApiRequest request) {
    boolean writes = WriteGate.writes(request);
    var body =
        Json.newObject()
            .put("__type", NAMESPACE + "ProvisionedThroughputExceededException")
            .put(
                "message",
                "The level of configured provisioned throughput for the table was exceeded, "
                    + INJECTED);
    for (String table : TablesNamed.in(request)) {
      body.withArray("ThrottlingReasons")
          .addObject()
          .put(
              "reason",
              writes
                  ? "TableWriteProvisionedThroughputExceeded"
                  : "TableReadProvisionedThroughputExceeded")
          .put("resource", "arn:aws:dynamodb:us-east-1:000000000000:table/" + table);
    }
    return ApiResponse.json(400, body);
  }
}
