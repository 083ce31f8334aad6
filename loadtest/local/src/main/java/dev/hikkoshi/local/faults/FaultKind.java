package dev.hikkoshi.local.faults;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Optional;

/// What goes wrong with one request.
public enum FaultKind {
  /// Answered with a server error; without effect.
  @JsonProperty("http-500")
  HTTP_500("http-500"),
  /// Answered as unavailable; without effect.
  @JsonProperty("http-503")
  HTTP_503("http-503"),
  /// The connection is closed; without effect.
  @JsonProperty("reset-before")
  RESET_BEFORE("reset-before"),
  /// The connection is closed after the effect.
  @JsonProperty("reset-after")
  RESET_AFTER("reset-after"),
  /// The effect is there at once, its answer only later: a client's time-out.
  @JsonProperty("late-answer")
  LATE_ANSWER("late-answer"),
  /// Held back before the effect. A write whose signature is stale by then has none.
  @JsonProperty("hold")
  HOLD("hold"),
  /// A byte of the answer is another one, so that it does not match its checksum.
  @JsonProperty("corrupt")
  CORRUPT("corrupt"),
  /// The connection is closed in the middle of the answer's body.
  @JsonProperty("truncate")
  TRUNCATE("truncate"),
  /// Refused for its rate; without effect.
  @JsonProperty("throttle")
  THROTTLE("throttle"),
  /// Some of a batch's items are not written and come back.
  @JsonProperty("unprocessed")
  UNPROCESSED("unprocessed"),
  /// The caller may not; without effect.
  @JsonProperty("access-denied")
  ACCESS_DENIED("access-denied"),
  /// There is no such table; without effect.
  @JsonProperty("not-found")
  NOT_FOUND("not-found"),
  /// The message is there twice.
  @JsonProperty("duplicate")
  DUPLICATE("duplicate"),
  /// The message comes later.
  @JsonProperty("delay")
  DELAY("delay"),
  /// Said to be deleted, and delivered again.
  @JsonProperty("lose-delete")
  LOSE_DELETE("lose-delete");

  private final String spelling;

  FaultKind(String spelling) {
    this.spelling = spelling;
  }

  /// As in a file.
  public String spelling() {
    return spelling;
  }

  boolean happensTo(FaultyService service) {
    return switch (this) {
      case HTTP_500, HTTP_503, RESET_BEFORE, HOLD, TRUNCATE -> true;
      case RESET_AFTER, LATE_ANSWER -> service != FaultyService.S3;
      case CORRUPT, THROTTLE, UNPROCESSED, ACCESS_DENIED, NOT_FOUND ->
          service == FaultyService.DYNAMODB;
      case DUPLICATE, DELAY, LOSE_DELETE -> service == FaultyService.SQS;
    };
  }

  /// The only operation it can happen to; empty = any.
  Optional<String> operation() {
    return switch (this) {
      case UNPROCESSED -> Optional.of("BatchWriteItem");
      case DUPLICATE, DELAY -> Optional.of("SendMessage");
      case LOSE_DELETE -> Optional.of("DeleteMessage");
      case HTTP_500,
          HTTP_503,
          RESET_BEFORE,
          RESET_AFTER,
          LATE_ANSWER,
          HOLD,
          CORRUPT,
          TRUNCATE,
          THROTTLE,
          ACCESS_DENIED,
          NOT_FOUND ->
          Optional.empty();
    };
  }

  /// How long it takes if its rule does not say; 0 if it takes no time.
  double usualSeconds() {
    return switch (this) {
      case LATE_ANSWER -> 40;
      case HOLD -> 25;
      case DELAY -> 10;
      case HTTP_500,
          HTTP_503,
          RESET_BEFORE,
          RESET_AFTER,
          CORRUPT,
          TRUNCATE,
          THROTTLE,
          UNPROCESSED,
          ACCESS_DENIED,
          NOT_FOUND,
          DUPLICATE,
          LOSE_DELETE ->
          0;
    };
  }
}
