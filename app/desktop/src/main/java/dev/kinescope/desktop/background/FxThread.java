package dev.kinescope.desktop.background;

import javafx.application.Platform;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Calls onto the JavaFX thread from a thread that may wait, such as the one taking pictures. */
public final class FxThread {
    private FxThread() {}

    /**
     * Does {@code work} on the JavaFX thread and waits for it.
     *
     * @throws ExecutionException with what the work threw
     */
    public static <T> T call(Callable<T> work) throws InterruptedException, ExecutionException {
        var result = new CompletableFuture<T>();
        Platform.runLater(() -> {
            try {
                result.complete(work.call());
            } catch (Throwable e) {
                // Errors too: the caller waits for an end of the work, whatever that is, and gets
                // the error to deal with; nothing is swallowed here.
                result.completeExceptionally(e);
            }
        });
        return result.get();
    }
}
