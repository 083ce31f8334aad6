package dev.hikkoshi.bench.chaos;

/// What a process of the migration does.
enum Role {
  RUN("run"),
  PRODUCE("produce"),
  WORK("work");

  private final String command;

  Role(String command) {
    this.command = command;
  }

  /// The subcommand it is started with.
  String command() {
    return command;
  }
}
