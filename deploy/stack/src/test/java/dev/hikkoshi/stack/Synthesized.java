package dev.hikkoshi.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// The template, made once for all tests.
final class Synthesized {
  static final Path FOLDER = Path.of("target", "cdk.out");

  private static final boolean HAS_NODE =
      TemplateCommand.hasNode(System.getenv().getOrDefault("PATH", ""));

  private Synthesized() {}

  /// @return the template; where there is no Node.js, the test is skipped
  static JsonNode template() {
    Assumptions.assumeTrue(HAS_NODE, "skipped: the AWS CDK needs Node.js, and there is none");
    return Holder.TEMPLATE;
  }

  /// A resource's properties.
  static JsonNode properties(String id) {
    return template().path("Resources").path(id).path("Properties");
  }

  /// Properties of all resources of a type, by their ids.
  static Map<String, JsonNode> ofType(String type) {
    var found = new TreeMap<String, JsonNode>();
    template()
        .path("Resources")
        .properties()
        .forEach(each -> {
          if (each.getValue().path("Type").asText().equals(type)) {
            found.put(each.getKey(), each.getValue().path("Properties"));
          }
        });
    return found;
  }

  /// Every text anywhere below.
  static Stream<String> texts(JsonNode node) {
    if (node.isTextual()) {
      return Stream.of(node.asText());
    }
    List<JsonNode> children = new ArrayList<>();
    node.elements().forEachRemaining(children::add);
    return children.stream().flatMap(Synthesized::texts);
  }

  private static final class Holder {
    static final JsonNode TEMPLATE = make();

    private static JsonNode make() {
      try {
        return Synthesis.template(FOLDER);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
