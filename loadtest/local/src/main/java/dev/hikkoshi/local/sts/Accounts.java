package dev.hikkoshi.local.sts;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Which account owns which table or bucket of the embedded AWS. What is owned is refused to all
/// but that account's roles; what is not is everybody's. The access keys of a role name its
/// account. Signatures are not verified. Thread-safe.
///
/// @param owners account (12 digits) by the name of a table or bucket
public record Accounts(Map<String, String> owners) {
  /// Nothing is owned.
  public static final Accounts NONE = new Accounts(Map.of());

  /// The access key of the embedded AWS itself, which may use everything.
  public static final String OWN_KEY = "front";

  private static final Pattern KEY = Pattern.compile("Credential=(\\w+)/");
  private static final Pattern ROLE_KEY = Pattern.compile("ASIA(\\d{12})ROLE");

  public Accounts {
    owners = Map.copyOf(owners);
  }

  /// The access key of a role's credentials.
  ///
  /// @param roleArn such as `arn:aws:iam::111122223333:role/name`
  static String key(String roleArn) {
    return "ASIA" + roleArn.split(":", -1)[4] + "ROLE";
  }

  /// Whether a request may use a table or bucket.
  ///
  /// @param authorization its header
  public boolean allow(@Nullable String authorization, String resource) {
    String owner = owners.get(resource);
    if (owner == null) {
      return true;
    }
    Optional<String> key =
        Optional.ofNullable(authorization)
            .map(KEY::matcher)
            .filter(Matcher::find)
            .map(matcher -> matcher.group(1));
    return key.filter(OWN_KEY::equals).isPresent()
        || key.map(ROLE_KEY::matcher)
            .filter(Matcher::matches)
            .map(matcher -> matcher.group(1))
            .filter(owner::equals)
            .isPresent();
  }
}
