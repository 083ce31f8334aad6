/// SQS, as ElasticMQ in this process.
@NullMarked
package dev.hikkoshi.local.sqs;

import org.jspecify.annotations.NullMarked;
