package dev.hikkoshi.runbook.policies;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hikkoshi.runbook.cli.Output;
import java.util.Collection;
import java.util.List;

/// One statement of a policy that allows something.
///
/// @param sid what for; letters and digits
/// @param actions such as `s3:GetObject`
/// @param resources their ARNs
record Statement(String sid, List<String> actions, List<String> resources) {
  static final String VERSION = "2012-10-17";

  Statement {
    actions = List.copyOf(actions);
    resources = List.copyOf(resources);
  }

  static Statement of(String sid, Collection<String> resources, String... actions) {
    return new Statement(sid, List.of(actions), List.copyOf(resources));
  }

  ObjectNode json() {
    ObjectNode json = Output.object().put("Sid", sid).put("Effect", "Allow");
    actions.forEach(json.putArray("Action")::add);
    resources.forEach(json.putArray("Resource")::add);
    return json;
  }

  /// As a policy of a bucket or key, for these roles.
  ObjectNode json(List<String> principals) {
    ObjectNode json = json();
    principals.forEach(json.putObject("Principal").putArray("AWS")::add);
    return json;
  }

  /// A policy of some statements.
  static ObjectNode policy(List<Statement> statements) {
    ObjectNode policy = Output.object().put("Version", VERSION);
    var array = policy.putArray("Statement");
    statements.forEach(statement -> array.add(statement.json()));
    return policy;
  }
}
