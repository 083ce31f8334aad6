package dev.hikkoshi.stack;

import software.amazon.awscdk.Fn;

/// Names that follow from the stack's.
final class Names {
  /// [#namespace] within a text that [Fn#sub] completes.
  static final String NAMESPACE = "Hikkoshi/${AWS::StackName}";

  private Names() {}

  /// The namespace of the fleet's metrics.
  static String namespace() {
    return Fn.sub(NAMESPACE);
  }
}
