/// Endpoints that answer at once and refuse nothing, as far as a measurement needs them: DynamoDB,
/// SQS and S3 at their fastest, so that what is measured is the program.
@NullMarked
package dev.hikkoshi.bench.sink;

import org.jspecify.annotations.NullMarked;
