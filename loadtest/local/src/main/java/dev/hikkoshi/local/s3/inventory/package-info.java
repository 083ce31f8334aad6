/// S3 Inventories of buckets, written when they are asked for.
@NullMarked
package dev.hikkoshi.local.s3.inventory;

import org.jspecify.annotations.NullMarked;
