package dev.hikkoshi.local.s3;

import dev.hikkoshi.local.s3.store.S3Error;
import dev.hikkoshi.local.sts.Accounts;
import java.io.IOException;

/// Refuses buckets to everybody but their account. Thread-safe.
final class OwnedBuckets implements Route.Operation {
  private final Accounts accounts;
  private final Route.Operation next;

  OwnedBuckets(Accounts accounts, Route.Operation next) {
    this.accounts = accounts;
    this.next = next;
  }

  @Override
  public S3Response handle(S3Request request) throws IOException {
    if (!accounts.allow(request.headers().get("Authorization"), request.bucket())) {
      throw S3Error.ACCESS_DENIED.exception();
    }
    return next.handle(request);
  }
}
