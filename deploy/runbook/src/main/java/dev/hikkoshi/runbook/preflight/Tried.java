package dev.hikkoshi.runbook.preflight;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// Tries calls that have no effect, and says whether the caller may make them: what is refused for
/// anything but a lack of permission has passed the check of permissions. For one thread.
final class Tried {
  private static final Set<String> DENIED =
      Set.of(
          "AccessDenied",
          "AccessDeniedException",
          "AllAccessDisabled",
          "UnauthorizedOperation",
          "AuthFailure",
          "ExpiredToken",
          "ExpiredTokenException",
          "InvalidAccessKeyId",
          "InvalidClientTokenId",
          "InvalidSignatureException",
          "MissingAuthenticationToken",
          "SignatureDoesNotMatch",
          "UnrecognizedClientException");

  private final List<Check> checks;

  Tried(List<Check> checks) {
    this.checks = checks;
  }

  /// Tries a call.
  ///
  /// @param harmless the errors that say that it was allowed; anything else but success is wrong
  void call(String name, String action, String resource, Set<String> harmless, Runnable call) {
    try {
      call.run();
      checks.add(Check.ok(name, action + " on " + resource + " is allowed"));
    } catch (AwsServiceException e) {
      String code = code(e);
      if (!isDenied(e) && harmless.contains(code)) {
        checks.add(Check.ok(name, action + " on " + resource + " is allowed"));
      } else {
        checks.add(failed(name, action, resource, e));
      }
    } catch (SdkException e) {
      checks.add(failed(name, action, resource, e));
    }
  }

  static Check failed(String name, String action, String resource, SdkException e) {
    return Check.wrong(
        name,
        action + " on " + resource + " was refused: " + e.getMessage(),
        isDenied(e)
            ? "allow "
                + action
                + " on it to who runs this ('hikkoshi policies' says all that is needed), and in the other account's policy"
            : "mend that, and run preflight again");
  }

  static boolean isDenied(SdkException e) {
    return e instanceof AwsServiceException service
        && (DENIED.contains(code(service)) || service.statusCode() == 403);
  }

  /// The error without the name of its service: `com.amazonaws.sqs#InvalidMessageContents` and
  /// `AWS.SimpleQueueService.NonExistentQueue` are how it comes over the wire.
  static String code(AwsServiceException e) {
    if (e.awsErrorDetails() == null) {
      return "";
    }
    String code = String.valueOf(e.awsErrorDetails().errorCode());
    return code.substring(Math.max(code.lastIndexOf('.'), code.lastIndexOf('#')) + 1).strip();
  }

  static String number(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  static String number(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }
}
