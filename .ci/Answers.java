import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/// Whether something answers at a URL, whatever it says: exit 0, or 1 and a line that says why not.
void main(String[] arguments) throws InterruptedException {
  try (var http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build()) {
    var uri = URI.create(arguments[0]);
    if (uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null) {
      throw new IllegalArgumentException("it is not scheme://host:port");
    }
    var request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(10)).build();
    http.send(request, HttpResponse.BodyHandlers.discarding());
  } catch (IOException | IllegalArgumentException e) {
    IO.println(e.getMessage() == null ? "cannot connect" : e.getMessage());
    System.exit(1);
  }
}
