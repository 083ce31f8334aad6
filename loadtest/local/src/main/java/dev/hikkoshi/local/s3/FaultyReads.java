package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.faults.Fault;
import dev.hikkoshi.local.faults.Faults;
import dev.hikkoshi.local.faults.FaultyService;
import dev.hikkoshi.local.http.LostConnectionException;
import dev.hikkoshi.local.s3.store.ObjectBytes;
import dev.hikkoshi.local.s3.store.S3Error;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Lets things go wrong with GetObject. Thread-safe.
final class FaultyReads implements Route.Operation {
  private static final String GET_OBJECT = "GetObject";
  private static final String INJECTED = "injected by the fault plan";

  private final Faults faults;
  private final Route.Operation next;

  FaultyReads(Faults faults, Route.Operation next) {
    this.faults = faults;
    this.next = next;
  }

  @Override
  public S3Response handle(S3Request request) throws IOException {
    if (!isGetObject(request)) {
      return next.handle(request);
    }
    Optional<Fault> fault =
        faults.next(
            FaultyService.S3, GET_OBJECT, () -> List.of(request.bucket() + "/" + request.key()));
    return fault.isPresent() ? struck(fault.get(), request) : next.handle(request);
  }

  private static boolean isGetObject(S3Request request) {
    return request.method().equals("GET")
        && request.address().level() == Address.Level.OBJECT
        && !request.query().containsKey("tagging")
        && !request.query().containsKey("attributes")
        && !request.query().containsKey("uploadId");
  }

  private S3Response struck(Fault fault, S3Request request) throws IOException {
    return switch (fault.kind()) {
      case HTTP_500 -> throw S3Error.INTERNAL_ERROR.exception(INJECTED);
      case HTTP_503 -> throw S3Error.SLOW_DOWN.exception(INJECTED);
      case RESET_BEFORE -> throw new LostConnectionException(INJECTED);
      case HOLD -> {
        sleep(fault.lasts());
        yield next.handle(request);
      }
      case TRUNCATE -> truncated(next.handle(request));
      case RESET_AFTER,
          LATE_ANSWER,
          CORRUPT,
          THROTTLE,
          UNPROCESSED,
          ACCESS_DENIED,
          NOT_FOUND,
          DUPLICATE,
          DELAY,
          LOSE_DELETE ->
          throw new IllegalStateException(fault.kind() + " does not happen to S3");
    };
  }

  private static S3Response truncated(S3Response answer) {
    ObjectBytes body = answer.body();
    return answer
        .header("Content-Length", Long.toString(body.length()))
        .withBody(body.slice(0, body.length() / 2));
  }

  private static void sleep(Duration time) throws LostConnectionException {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LostConnectionException("shutting down");
    }
  }
}
