/// DynamoDB exports in S3: manifests, proving them whole, and reading their shards.
@NullMarked
package dev.hikkoshi.producer.export;

import org.jspecify.annotations.NullMarked;
