/// S3 Inventories: the manifest, and the objects its data files describe.
@NullMarked
package dev.hikkoshi.producer.inventory;

import org.jspecify.annotations.NullMarked;
