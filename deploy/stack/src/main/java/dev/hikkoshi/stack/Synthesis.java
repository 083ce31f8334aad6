package dev.hikkoshi.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

/// Makes the template. The CDK runs in a Node.js process of its own, which this JVM starts.
public final class Synthesis {
  private static final String STACK = "hikkoshi";

  private Synthesis() {}

  /// Makes the template.
  ///
  /// @param folder where the CDK leaves it, with its validator's report
  /// @return the template
  public static JsonNode template(Path folder) throws IOException {
    App app = app(folder);
    new HikkoshiStack(app, STACK);
    app.synth();
    return new ObjectMapper().readTree(folder.resolve(STACK + ".template.json").toFile());
  }

  static App app(Path folder) {
    return new App(
        AppProps.builder()
            .outdir(folder.toString())
            .analyticsReporting(false)
            .context(Map.of("@aws-cdk/core:failSynthOnValidationErrors", false))
            .build());
  }
}
