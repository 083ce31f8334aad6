/// The capacity model: what a DynamoDB table or an S3 bucket accepts over time, as a profile (JSON)
/// and as pure arithmetic over it. The simulator, `plan` and the embedded AWS all ask the same
/// model.
@NullMarked
package dev.hikkoshi.common.capacity;

import org.jspecify.annotations.NullMarked;
