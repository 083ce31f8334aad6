package dev.hikkoshi.common.unit;

/// What may stand in a message on the work and the retry queue.
public sealed interface QueueMessage permits WorkMessage, AdHocCopy {}
