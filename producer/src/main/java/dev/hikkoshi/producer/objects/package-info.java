/// Loads of objects: what an inventory or a listing holds, and how it becomes units.
@NullMarked
package dev.hikkoshi.producer.objects;

import org.jspecify.annotations.NullMarked;
