/// Objects of a bucket as inventories and listings describe them, and which of them are meant.
@NullMarked
package dev.hikkoshi.common.objects;

import org.jspecify.annotations.NullMarked;
