package dev.kinescope.desktop.producer;

import dev.kinescope.pipeline.producer.ProducerProgress;
import dev.kinescope.pipeline.producer.ProducerSettings;
import dev.kinescope.pipeline.producer.ProducerTotals;

import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;

/** A run whose slices the test hands out one by one. */
final class SampleSending implements Sending {
    private sealed interface Event {
        record Slice(ProducerProgress progress) implements Event {}

        record End(ProducerTotals totals) implements Event {}

        record Failure(RuntimeException failure) implements Event {}
    }

    final ProducerSettings settings;
    final CountDownLatch stopped = new CountDownLatch(1);
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    SampleSending(ProducerSettings settings) {
        this.settings = settings;
    }

    void slice(ProducerProgress progress) {
        events.add(new Event.Slice(progress));
    }

    void end(ProducerTotals totals) {
        events.add(new Event.End(totals));
    }

    void fail(RuntimeException failure) {
        events.add(new Event.Failure(failure));
    }

    boolean isStopped() {
        return stopped.getCount() == 0;
    }

    @Override
    public ProducerTotals run(Consumer<ProducerProgress> listener) throws InterruptedException {
        Optional<ProducerTotals> end = Optional.empty();
        while (end.isEmpty()) {
            switch (events.take()) {
                case Event.Slice slice -> listener.accept(slice.progress());
                case Event.End last -> end = Optional.of(last.totals());
                case Event.Failure broken -> throw broken.failure();
            }
        }
        return end.get();
    }

    @Override
    public void stop() {
        stopped.countDown();
    }
}
