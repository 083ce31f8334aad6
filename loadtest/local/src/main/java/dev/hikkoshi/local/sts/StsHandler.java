package dev.hikkoshi.local.sts;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hikkoshi.local.http.HttpReply;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Answers the query protocol of STS (version 2011-06-15): a form comes in, XML goes out. Blocking.
final class StsHandler extends Handler.Abstract {
  private static final Pattern ROLE = Pattern.compile("arn:aws:iam::\\d{12}:role/([\\w+=,.@/-]+)");
  private static final String FORBIDDEN = "forbidden";

  /// Whoever asks is the same: keys of roles are not told apart here.
  private static final String IDENTITY =
      """
      <GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
        <GetCallerIdentityResult>
          <Arn>arn:aws:iam::000000000000:user/local</Arn>
          <UserId>local</UserId>
          <Account>000000000000</Account>
        </GetCallerIdentityResult>
      </GetCallerIdentityResponse>
      """;

  private final Duration validity;
  private final InstantSource clock;

  StsHandler(Duration validity, InstantSource clock) {
    this.validity = validity;
    this.clock = clock;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    try (InputStream body = Content.Source.asInputStream(request)) {
      answer(form(new String(body.readAllBytes(), UTF_8))).send(request, response, callback);
    }
    return true;
  }

  private static Map<String, String> form(String text) {
    return Arrays.stream(text.split("&", -1))
        .map(pair -> pair.split("=", 2))
        .collect(
            Collectors.toMap(
                pair -> URLDecoder.decode(pair[0], UTF_8),
                pair -> pair.length > 1 ? URLDecoder.decode(pair[1], UTF_8) : "",
                (first, _) -> first));
  }

  private HttpReply answer(Map<String, String> form) {
    return switch (form.getOrDefault("Action", "")) {
      case "AssumeRole" -> assume(form);
      case "GetCallerIdentity" -> xml(200, IDENTITY);
      default ->
          error(400, "InvalidAction", "The embedded AWS knows AssumeRole and GetCallerIdentity.");
    };
  }

  private HttpReply assume(Map<String, String> form) {
    String role = form.getOrDefault("RoleArn", "");
    var known = ROLE.matcher(role);
    if (!known.matches() || form.getOrDefault("RoleSessionName", "").isEmpty()) {
      return error(400, "ValidationError", "RoleArn and RoleSessionName are required.");
    }
    if (known.group(1).equals(FORBIDDEN)) {
      return error(
          403,
          "AccessDenied",
          "User: local is not authorized to perform: sts:AssumeRole on resource: " + role);
    }
    return xml(
        200,
        """
        <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <AssumeRoleResult>
            <AssumedRoleUser>
              <Arn>%s/session</Arn>
              <AssumedRoleId>AROA:session</AssumedRoleId>
            </AssumedRoleUser>
            <Credentials>
              <AccessKeyId>%s</AccessKeyId>
              <SecretAccessKey>local</SecretAccessKey>
              <SessionToken>%s</SessionToken>
              <Expiration>%s</Expiration>
            </Credentials>
          </AssumeRoleResult>
        </AssumeRoleResponse>
        """
            .formatted(
                role.replace(":iam:", ":sts:").replace(":role/", ":assumed-role/"),
                Accounts.key(role),
                UUID.randomUUID(),
                clock.instant().plus(validity).truncatedTo(ChronoUnit.SECONDS)));
  }

  /// @param message without characters that XML knows
  private static HttpReply error(int status, String code, String message) {
    return xml(
        status,
        """
        <ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">
          <Error><Type>Sender</Type><Code>%s</Code><Message>%s</Message></Error>
        </ErrorResponse>
        """
            .formatted(code, message));
  }

  private static HttpReply xml(int status, String text) {
    return new HttpReply(
        status, HttpFields.build().put("Content-Type", "text/xml"), text.getBytes(UTF_8));
  }
}
