package dev.hikkoshi.common.aws;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultProxyRoutePlanner;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/// The proxy that the SDK's HTTP client would use: from the same system properties and variables.
final class Proxy {
  private final HttpHost host;
  private final Set<String> direct;
  private final ProxyConfiguration settings;

  private Proxy(ProxyConfiguration settings) {
    this.host = new HttpHost(settings.scheme(), settings.host(), settings.port());
    this.direct = settings.nonProxyHosts();
    this.settings = settings;
  }

  static Optional<Proxy> of(ProxyConfiguration settings) {
    return settings.host() == null || settings.port() <= 0
        ? Optional.empty()
        : Optional.of(new Proxy(settings));
  }

  void applyTo(HttpClientBuilder client) {
    client.setRoutePlanner(new Planner());
    if (settings.username() != null && settings.password() != null) {
      var credentials = new BasicCredentialsProvider();
      credentials.setCredentials(
          new AuthScope(host),
          new UsernamePasswordCredentials(settings.username(), settings.password().toCharArray()));
      client.setDefaultCredentialsProvider(credentials);
    }
  }

  private final class Planner extends DefaultProxyRoutePlanner {
    Planner() {
      super(host);
    }

    @Override
    protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context)
        throws HttpException {
      String name = target.getHostName().toLowerCase(Locale.ROOT);
      return direct.stream().anyMatch(name::matches) ? null : super.determineProxy(target, context);
    }
  }
}
