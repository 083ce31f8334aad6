package dev.hikkoshi.local.dynamodb;

import dev.hikkoshi.local.sts.Accounts;
import java.io.IOException;

/// Refuses tables to everybody but their account.
public final class OwnerFilter implements RequestFilter {
  private final Accounts accounts;

  public OwnerFilter(Accounts accounts) {
    this.accounts = accounts;
  }

  @Override
  public ApiResponse filter(ApiRequest request, RequestHandler next)
      throws IOException, InterruptedException {
    String authorization = request.headers().get("Authorization");
    for (String table : TablesNamed.in(request)) {
      if (!accounts.allow(authorization, table)) {
        return ApiResponse.error(
            400,
            "com.amazon.coral.service#AccessDeniedException",
            "User: local is not authorized to perform: dynamodb:%s on resource: table/%s because no resource-based policy allows it"
                .formatted(request.operation(), table));
      }
    }
    return next.handle(request);
  }
}
