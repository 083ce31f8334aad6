package dev.hikkoshi.producer.inventory;

import dev.hikkoshi.common.objects.InventoryObject;
import dev.hikkoshi.common.time.Time;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// Reads a listing, one page ahead. For one thread.
final class ListingReader implements ObjectReader {
  private final ListingPages pages;
  private final Time time;
  private FutureTask<List<InventoryObject>> ahead;
  private Thread thread;
  private Iterator<InventoryObject> page = Collections.emptyIterator();
  private @Nullable InventoryObject current;

  ListingReader(ListingPages pages, Time time) {
    this.pages = pages;
    this.time = time;
    this.ahead = new FutureTask<>(pages::next);
    this.thread = time.start("list", ahead);
  }

  @Override
  public boolean next() throws IOException, InterruptedException {
    if (!page.hasNext()) {
      List<InventoryObject> objects = listed();
      page = objects.iterator();
      if (objects.isEmpty()) {
        current = null;
        return false;
      }
      ahead = new FutureTask<>(pages::next);
      thread = time.start("list", ahead);
    }
    current = page.next();
    return true;
  }

  private List<InventoryObject> listed() throws IOException, InterruptedException {
    try {
      return ahead.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SdkException refused) {
        throw new IOException("cannot list the bucket: " + refused.getMessage(), refused);
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  @Override
  public InventoryObject object() {
    InventoryObject object = current;
    if (object == null) {
      throw new IllegalStateException("no object: next() comes first");
    }
    return object;
  }

  @Override
  public String position() {
    return object().key();
  }

  /// Returns when nothing is being listed any more.
  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
