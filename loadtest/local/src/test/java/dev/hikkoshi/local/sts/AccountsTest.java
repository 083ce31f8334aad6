package dev.hikkoshi.local.sts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class AccountsTest {
  private final Accounts accounts = new Accounts(Map.of("theirs", "111122223333"));

  private boolean allowed(String key, String resource) {
    return accounts.allow(
        "AWS4-HMAC-SHA256 Credential=" + key + "/20261121/r/s3/aws4_request, Signature=0",
        resource);
  }

  @Test
  void whatIsOwnedIsForRolesOfItsAccountAlone() {
    assertThat(allowed(Accounts.key("arn:aws:iam::111122223333:role/r"), "theirs")).isTrue();
    assertThat(allowed(Accounts.key("arn:aws:iam::444455556666:role/r"), "theirs")).isFalse();
    assertThat(allowed("hikkoshi", "theirs")).isFalse();
    assertThat(allowed(Accounts.OWN_KEY, "theirs")).isTrue();
    assertThat(accounts.allow(null, "theirs")).isFalse();
    assertThat(accounts.allow("no key", "theirs")).isFalse();
  }

  @Test
  void whatIsNotOwnedIsEverybodys() {
    assertThat(allowed("hikkoshi", "ours")).isTrue();
    assertThat(accounts.allow(null, "ours")).isTrue();
  }
}
