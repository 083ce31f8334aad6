package dev.hikkoshi.runbook.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class ManPageTest {
  private final Map<String, CommandLine> commands = HikkoshiCommand.program().getSubcommands();

  @Test
  void everyCommandHasAPageWithAllItsOptions() {
    assertThat(commands).containsKeys("run", "status", "man", "completion");
    for (CommandLine command : commands.values()) {
      String page = ManPage.of(command);
      assertThat(page).startsWith(".TH HIKKOSHI-").contains(".SH NAME\n", ".SH EXIT STATUS\n");
      for (OptionSpec option : command.getCommandSpec().options()) {
        assertThat(page).contains(option.longestName().replace("-", "\\-"));
      }
      assertThat(page.lines().filter(line -> line.startsWith(".")))
          .allMatch(line -> line.matches("\\.(TH|SH|TP)( .*)?"));
      assertThat(page).doesNotContain("@|");
    }
  }

  @Test
  void theProgramsPageListsItsCommands() {
    String page = ManPage.of(HikkoshiCommand.program());
    commands.keySet().forEach(name -> assertThat(page).contains("\\fB" + name + "\\fR\n"));
  }

  @Test
  void completionKnowsCommandsAndOptions() {
    assertThat(AutoComplete.bash("hikkoshi", HikkoshiCommand.program()))
        .contains("completion", "--dry-run", "--until");
  }
}
