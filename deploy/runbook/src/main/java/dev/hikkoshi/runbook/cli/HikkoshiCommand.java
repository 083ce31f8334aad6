package dev.hikkoshi.runbook.cli;

import dev.hikkoshi.common.migration.MigrationFileException;
import dev.hikkoshi.producer.export.UnsoundSourceException;
import dev.hikkoshi.worker.simulate.UnfinishedSimulationException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import software.amazon.awssdk.core.exception.SdkException;

/// The program: its subcommands, and how whatever goes wrong becomes an exit code and one clear
/// line.
@Command(
    name = "hikkoshi",
    description = "Moves DynamoDB tables to another AWS account, exactly, and proves it.",
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "  template From a clone: the CloudFormation template of a fleet (needs Node.js).",
      "  test     From a clone: the whole test suite with every quality gate."
    },
    mixinStandardHelpOptions = true,
    versionProvider = HikkoshiCommand.Version.class)
public final class HikkoshiCommand {
  private static final Logger LOG = LoggerFactory.getLogger(HikkoshiCommand.class);

  /// What `loadtest`, `deploy/stack` and the launcher add.
  private static final Set<String> ONLY_IN_A_CLONE =
      Set.of("bench", "chaos", "demo", "local", "template", "test");

  private HikkoshiCommand() {}

  /// Runs one command line.
  ///
  /// @return the exit code
  public static int execute(String... arguments) {
    CommandLine program = program(commands(arguments));
    program.setParameterExceptionHandler((problem, line) -> {
      output(problem.getCommandLine(), line)
          .error(CommandException.usage(subject(problem), message(problem)));
      return Exit.USAGE;
    });
    program.setExecutionExceptionHandler((problem, command, _) -> {
      CommandException told = told(problem);
      output(command, arguments).error(told);
      return told.exit();
    });
    if (arguments.length == 0) {
      program.usage(System.err);
      return Exit.USAGE;
    }
    return program.execute(arguments);
  }

  /// The program with all its subcommands, of this and of other modules.
  static CommandLine program() {
    return program(commands());
  }

  private static CommandLine program(List<CliCommand> commands) {
    var program = new CommandLine(new HikkoshiCommand());
    commands.forEach(program::addSubcommand);
    program.registerConverter(Path.class, HikkoshiCommand::path);
    return program.setCaseInsensitiveEnumValuesAllowed(true);
  }

  /// A file or folder. An empty name, as a variable that is not set leaves it, would be the folder
  /// one happens to be in.
  private static Path path(String name) {
    try {
      if (!name.isBlank()) {
        return Path.of(name);
      }
    } catch (InvalidPathException e) {
      // as what is empty
    }
    throw new CommandLine.TypeConversionException(
        "'" + name + "'; allowed: the name of a file or folder");
  }

  /// The command that a line names, or all of them if it names none: picocli takes long to look
  /// into a command, and a service has to start soon.
  private static List<CliCommand> commands(String... line) {
    var all = ServiceLoader.load(CliCommand.class).stream().toList();
    var named = all.stream().filter(c -> line.length > 0 && name(c).equals(line[0])).toList();
    return (named.isEmpty() ? all : named).stream().map(ServiceLoader.Provider::get).toList();
  }

  private static String name(ServiceLoader.Provider<CliCommand> command) {
    Command annotation = command.type().getAnnotation(Command.class);
    return annotation == null ? "" : annotation.name();
  }

  private static String message(CommandLine.ParameterException problem) {
    return problem instanceof CommandLine.UnmatchedArgumentException unmatched
            && problem.getCommandLine().getParent() == null
            && ONLY_IN_A_CLONE.contains(unmatched.getUnmatched().getFirst())
        ? "'%1$s' is not in this image; run it from a clone of the repository: ./hikkoshi %1$s"
            .formatted(unmatched.getUnmatched().getFirst())
        : problem.getMessage() + help(problem.getCommandLine());
  }

  private static String help(CommandLine command) {
    return "; see: " + command.getCommandSpec().qualifiedName() + " --help";
  }

  private static String subject(CommandLine.ParameterException problem) {
    var about = problem.getArgSpec();
    if (about != null) {
      return about.isOption()
          ? ((CommandLine.Model.OptionSpec) about).longestName()
          : about.paramLabel();
    }
    return problem.getValue() == null ? "" : problem.getValue();
  }

  private static Output output(CommandLine command, String... line) {
    if (command.getCommandSpec().userObject() instanceof CliCommand known
        && known.output().json()) {
      return known.output();
    }
    // The line may have been refused before its --output was read.
    String all = String.join(" ", line);
    return Output.of(all.contains("--output json") || all.contains("--output=json"));
  }

  /// Whatever went wrong, as a command says it. Calls of an interrupted thread fail in ways of
  /// their own, with what went wrong in their messages; that it was told to stop is all there is to
  /// say.
  static CommandException told(Exception problem) {
    boolean interrupted = Thread.interrupted();
    return switch (problem) {
      case CommandException told when !interrupted || told.exit() == Exit.INTERRUPTED -> told;
      case Exception _ when interrupted -> interrupted();
      case MigrationFileException bad -> CommandException.usage(bad.subject(), bad.getMessage());
      case UnfinishedSimulationException unfinished ->
          CommandException.failed("unfinished", unfinished.profile(), unfinished.getMessage());
      case UnsoundSourceException unsound ->
          CommandException.refused(unsound.subject(), unsound.getMessage());
      case SdkException aws -> {
        LOG.debug("AWS call failed", aws);
        yield CommandException.refused(
            "aws", "AWS refused or could not be reached: " + aws.getMessage());
      }
      case InterruptedException _ -> interrupted();
      default -> {
        LOG.error("Unexpected failure", problem);
        yield CommandException.failed("internal", "", "unexpected failure: " + problem);
      }
    };
  }

  private static CommandException interrupted() {
    return CommandException.interrupted("", "interrupted; the same command continues it");
  }

  /// The version from the jar's manifest.
  static String version() {
    String version = HikkoshiCommand.class.getPackage().getImplementationVersion();
    return version == null ? "(unpackaged)" : version;
  }

  /// Answers `--version`.
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"hikkoshi " + version()};
    }
  }
}
