package dev.hikkoshi.local.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hikkoshi.local.faults.Fault;
import dev.hikkoshi.local.faults.Faults;
import dev.hikkoshi.local.faults.FaultyService;
import dev.hikkoshi.local.http.HttpForwarder;
import dev.hikkoshi.local.http.HttpReply;
import dev.hikkoshi.local.http.LostConnectionException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Passes SQS requests on, unless a fault strikes. Blocking.
final class SqsHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(SqsHandler.class);
  private static final Set<String> TELL_URLS = Set.of("CreateQueue", "GetQueueUrl", "ListQueues");
  private static final String INJECTED = "injected by the fault plan";

  private final HttpForwarder forwarder;
  private final URI behind;
  private final Faults faults;

  SqsHandler(HttpForwarder forwarder, URI behind, Faults faults) {
    this.forwarder = forwarder;
    this.behind = behind;
    this.faults = faults;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    SqsCall call = received(request);
    try {
      answer(call, own(request)).send(request, response, callback);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      HttpReply.cut(request, callback, new IOException("shutting down", e));
    } catch (IOException e) {
      LOG.atDebug().setCause(e).addKeyValue("operation", call.operation()).log("No answer");
      HttpReply.cut(request, callback, e);
    }
    return true;
  }

  private static SqsCall received(Request request) throws IOException {
    try (InputStream body = Content.Source.asInputStream(request)) {
      return SqsCall.received(
          request.getMethod(),
          request.getHttpURI().getPathQuery(),
          request.getHeaders(),
          body.readAllBytes());
    }
  }

  private static String own(Request request) {
    return "http://" + Request.getServerName(request) + ":" + Request.getServerPort(request);
  }

  private HttpReply answer(SqsCall call, String own) throws IOException, InterruptedException {
    Optional<Fault> fault =
        faults.next(FaultyService.SQS, call.operation(), () -> List.of(call.queue()));
    HttpReply reply = fault.isPresent() ? struck(fault.get(), call) : pass(call);
    return TELL_URLS.contains(call.operation()) ? reply.replacing(behind.toString(), own) : reply;
  }

  private HttpReply struck(Fault fault, SqsCall call) throws IOException, InterruptedException {
    return switch (fault.kind()) {
      case HTTP_500 -> error(500, "InternalFailure");
      case HTTP_503 -> error(503, "ServiceUnavailable");
      case RESET_BEFORE -> throw new LostConnectionException(INJECTED);
      case RESET_AFTER -> {
        pass(call);
        throw new LostConnectionException(INJECTED);
      }
      case LATE_ANSWER -> {
        HttpReply reply = pass(call);
        Thread.sleep(fault.lasts());
        yield reply;
      }
      case HOLD -> {
        Thread.sleep(fault.lasts());
        yield pass(call);
      }
      case TRUNCATE -> pass(call).truncated();
      case DUPLICATE -> {
        pass(call);
        yield pass(call);
      }
      case DELAY -> pass(call.delayed(fault.lasts()));
      case LOSE_DELETE -> json(200, "{}");
      case CORRUPT, THROTTLE, UNPROCESSED, ACCESS_DENIED, NOT_FOUND ->
          throw new IllegalStateException(fault.kind() + " does not happen to SQS");
    };
  }

  private HttpReply pass(SqsCall call) throws IOException, InterruptedException {
    return forwarder.send(call.method(), call.target(), call.headers(), call.body());
  }

  private static HttpReply error(int status, String code) {
    return json(
        status, "{\"__type\":\"com.amazonaws.sqs#" + code + "\",\"message\":\"" + INJECTED + "\"}");
  }

  private static HttpReply json(int status, String body) {
    return new HttpReply(
        status,
        HttpFields.build().put("Content-Type", "application/x-amz-json-1.0"),
        body.getBytes(UTF_8));
  }
}
