package dev.hikkoshi.worker.adhoc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hikkoshi.common.unit.CopyObjects;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdHocSettingsTest {
  private static CopyObjects copy(String from, String to) {
    return new CopyObjects(from, to, List.of());
  }

  @Test
  void nobodyMayByDefault() {
    assertThat(AdHocSettings.from(Map.of())).isEqualTo(AdHocSettings.NONE);
    assertThat(AdHocSettings.NONE.allows(copy("src", "dst"))).isFalse();
  }

  @Test
  void onlyNamedRoutesInTheirDirection() {
    var settings = AdHocSettings.from(Map.of("HIKKOSHI_ADHOC_ROUTES", "src->dst, a.b->c-d,"));
    assertThat(settings.allows(copy("src", "dst"))).isTrue();
    assertThat(settings.allows(copy("a.b", "c-d"))).isTrue();
    assertThat(settings.allows(copy("dst", "src"))).isFalse();
    assertThat(settings.allows(copy("src", "c-d"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"src", "src->", "src>dst", "src->dst->src", "*->dst", "src -> dst"})
  void refusesWhatIsNoRoute(String routes) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdHocSettings.from(Map.of("HIKKOSHI_ADHOC_ROUTES", routes)))
        .withMessageStartingWith("HIKKOSHI_ADHOC_ROUTES is '" + routes + "'; allowed: ");
  }

  @Test
  void refusesWhatIsNoTopic() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdHocSettings.from(Map.of("HIKKOSHI_NOTIFY_TOPIC", "copies")))
        .withMessageStartingWith("HIKKOSHI_NOTIFY_TOPIC is 'copies'; allowed: ");
  }
}
