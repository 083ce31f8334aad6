package dev.hikkoshi.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedAwsTest {
  @Test
  void tellsClientsWhereItIs(@TempDir Path folder) throws IOException {
    Map<String, String> environment;
    try (EmbeddedAws aws = EmbeddedAws.start()) {
      environment = aws.environment();
      Path file = folder.resolve("aws.env");
      aws.writeEnvFile(file);
      assertThat(Files.readAllLines(file))
          .containsExactlyInAnyOrderElementsOf(
              environment.entrySet().stream()
                  .map(e -> "export %s=%s".formatted(e.getKey(), e.getValue()))
                  .toList());
      assertThat(folder).isDirectoryContaining(file::equals);
      try (var files = Files.list(folder)) {
        assertThat(files).hasSize(1);
      }
      for (URI endpoint : endpoints(environment)) {
        connect(endpoint);
      }
    }
    assertThat(environment)
        .containsOnlyKeys(
            "AWS_ENDPOINT_URL_DYNAMODB",
            "AWS_ENDPOINT_URL_S3",
            "AWS_ENDPOINT_URL_SQS",
            "AWS_ENDPOINT_URL_STS",
            "AWS_REGION",
            "AWS_DEFAULT_REGION",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "HIKKOSHI_SIGNATURE_SECONDS")
        .containsEntry("HIKKOSHI_SIGNATURE_SECONDS", "20");
    for (URI endpoint : endpoints(environment)) {
      Assertions.assertThatExceptionOfType(ConnectException.class)
          .isThrownBy(() -> connect(endpoint));
    }
  }

  @Test
  void leavesNoThreadBehind() throws IOException {
    Set<Thread> before = threads();
    EmbeddedAws.start().close();
    assertThat(threads()).isSubsetOf(before);
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> !thread.isDaemon())
        .collect(Collectors.toSet());
  }

  private static Set<URI> endpoints(Map<String, String> environment) {
    return environment.entrySet().stream()
        .filter(e -> e.getKey().startsWith("AWS_ENDPOINT_URL_"))
        .map(e -> URI.create(e.getValue()))
        .collect(Collectors.toSet());
  }

  private static void connect(URI endpoint) throws IOException {
    new Socket(endpoint.getHost(), endpoint.getPort()).close();
  }
}
