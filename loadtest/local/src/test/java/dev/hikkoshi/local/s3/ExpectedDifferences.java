package dev.hikkoshi.local.s3;

import static org.assertj.core.api.Assertions.fail;

import java.lang.reflect.Method;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;

/// Holds a server to its known differences from S3: where one is named the behaviour must fail, so
/// that the list cannot grow stale; everywhere else it must succeed.
///
/// @param reasons by the name of the behaviour's method
record ExpectedDifferences(Map<String, String> reasons) implements InvocationInterceptor {
  ExpectedDifferences {
    reasons = Map.copyOf(reasons);
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> invocationContext,
      ExtensionContext extensionContext)
      throws Throwable {
    String behaviour = invocationContext.getExecutable().getName();
    String reason = reasons.get(behaviour);
    if (reason == null) {
      invocation.proceed();
    } else if (succeeds(invocation)) {
      fail("%s is no difference any more, take it off the list: %s", behaviour, reason);
    }
  }

  private static boolean succeeds(Invocation<Void> invocation) {
    try {
      invocation.proceed();
      return true;
    } catch (Throwable _) {
      return false;
    }
  }
}
