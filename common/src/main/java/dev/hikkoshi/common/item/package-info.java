/// DynamoDB items as bytes: scanning DynamoDB JSON, item size, key, canonical form and its hash.
@NullMarked
package dev.hikkoshi.common.item;

import org.jspecify.annotations.NullMarked;
