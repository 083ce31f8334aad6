package dev.hikkoshi.bench.acceptance;

import java.net.URI;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.LauncherSessionListener;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.localstack.LocalStackContainer;
import org.testcontainers.utility.DockerImageName;

/// LocalStack in a container of its own, as the endpoint of the acceptance tests. Without Docker no
/// test is begun.
public final class LocalStack implements Endpoint.Launcher, LauncherSessionListener {
  /// The last version that starts without an account.
  private static final DockerImageName IMAGE =
      DockerImageName.parse("localstack/localstack:4.14.0");

  /// @throws IllegalStateException without Docker
  @Override
  public void launcherSessionOpened(LauncherSession session) {
    if (!DockerClientFactory.instance().isDockerAvailable()) {
      throw new IllegalStateException(
          "-Plocalstack needs Docker and found none running: start it, or leave the profile out");
    }
  }

  @Override
  public URI start() {
    // Testcontainers removes it when this JVM has ended.
    @SuppressWarnings("resource")
    var container = new LocalStackContainer(IMAGE).withServices("dynamodb", "s3", "sqs", "sts");
    container.start();
    return container.getEndpoint();
  }
}
