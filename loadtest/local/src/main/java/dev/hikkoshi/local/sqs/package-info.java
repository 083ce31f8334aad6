/// SQS, as ElasticMQ in this process, and what may go wrong in front of it.
@NullMarked
package dev.hikkoshi.local.sqs;

import org.jspecify.annotations.NullMarked;
