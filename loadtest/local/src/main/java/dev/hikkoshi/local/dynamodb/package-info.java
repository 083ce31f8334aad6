/// DynamoDB Local, and in front of it a server that adds what it lacks: exports to S3 and
/// point-in-time recovery now, and a chain into which capacity, latency and faults can be put.
@NullMarked
package dev.hikkoshi.local.dynamodb;

import org.jspecify.annotations.NullMarked;
