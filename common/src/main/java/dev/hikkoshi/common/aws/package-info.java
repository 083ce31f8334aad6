/// AWS clients as both sides configure them, and the raw signed DynamoDB client of the hot path.
@NullMarked
package dev.hikkoshi.common.aws;

import org.jspecify.annotations.NullMarked;
