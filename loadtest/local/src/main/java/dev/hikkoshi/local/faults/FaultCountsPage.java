package dev.hikkoshi.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers `GET /faults` with `{"faults": 12, "byKind": {"dynamodb http-500": 9, …}}`; everything
/// else goes on.
public final class FaultCountsPage extends Handler.Wrapper {
  /// Where it is.
  public static final String PATH = "/faults";

  private final FaultCounts counts;

  public FaultCountsPage(FaultCounts counts, Handler next) {
    super(next);
    this.counts = counts;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!request.getMethod().equals("GET") || !PATH.equals(request.getHttpURI().getPath())) {
      return super.handle(request, response, callback);
    }
    response.getHeaders().put("Content-Type", "application/json");
    response.write(true, ByteBuffer.wrap(json().toString().getBytes(UTF_8)), callback);
    return true;
  }

  private ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("faults", counts.total());
    ObjectNode byKind = json.putObject("byKind");
    counts.byKind().forEach(byKind::put);
    return json;
  }
}
