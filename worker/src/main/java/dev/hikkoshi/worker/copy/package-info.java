/// Copies and removes objects, within S3: no byte of them passes through here.
@NullMarked
package dev.hikkoshi.worker.copy;

import org.jspecify.annotations.NullMarked;
