package dev.hikkoshi.local.dynamodb;

import java.io.IOException;
import java.util.List;

/// A step between the client and DynamoDB Local: answers a call itself, or hands it on, delays it,
/// changes the answer, or throws [IOException] to cut the connection, before or after the effect.
/// Thread-safe; may block.
@FunctionalInterface
public interface RequestFilter {
  /// @param next what follows; call it at most once
  ApiResponse filter(ApiRequest request, RequestHandler next)
      throws IOException, InterruptedException;

  /// The filters in this order, then the handler.
  static RequestHandler chain(List<RequestFilter> filters, RequestHandler last) {
    RequestHandler chain = last;
    for (RequestFilter filter : filters.reversed()) {
      RequestHandler next = chain;
      chain = request -> filter.filter(request, next);
    }
    return chain;
  }
}
