/// Writing items to DynamoDB: batches, retries, and what each refusal means.
@NullMarked
package dev.hikkoshi.worker.write;

import org.jspecify.annotations.NullMarked;
