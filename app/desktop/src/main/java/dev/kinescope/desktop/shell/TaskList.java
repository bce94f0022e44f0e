package dev.kinescope.desktop.shell;

import dev.kinescope.desktop.background.RunningTask;

import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.concurrent.Task;
import javafx.scene.layout.Region;

import org.controlsfx.control.PopOver;
import org.controlsfx.control.TaskProgressView;

/** All running tasks in a pop-over, each with its progress and a cancel button. */
final class TaskList {
    private final PopOver popOver = new PopOver();

    TaskList(ObservableList<RunningTask> tasks) {
        var view = new TaskProgressView<Task<Void>>();
        view.setPrefSize(420, 280);
        tasks.forEach(task -> add(view, task));
        ListChangeListener<RunningTask> listener =
                change -> {
                    while (change.next()) {
                        change.getAddedSubList().forEach(task -> add(view, task));
                    }
                };
        tasks.addListener(listener);
        popOver.setOnHidden(_ -> tasks.removeListener(listener));
        popOver.setContentNode(view);
        popOver.setArrowLocation(PopOver.ArrowLocation.BOTTOM_LEFT);
        popOver.setAnimated(false);
        popOver.setTitle("Tasks");
    }

    void showAbove(Region anchor) {
        popOver.show(anchor);
    }

    private static void add(TaskProgressView<Task<Void>> view, RunningTask task) {
        var mirror = new Mirror(task);
        view.getTasks().add(mirror);
        Thread.ofVirtual().name("task-mirror").start(mirror);
    }

    /** Shows a task of ours where ControlsFX expects JavaFX's. */
    private static final class Mirror extends Task<Void> {
        private final RunningTask task;

        Mirror(RunningTask task) {
            this.task = task;
            updateTitle(task.title());
            task.messageProperty().subscribe(this::updateMessage);
            task.progressProperty().subscribe(value -> updateProgress(value.doubleValue(), 1));
        }

        @Override
        protected Void call() throws InterruptedException {
            task.awaitEnd();
            return null;
        }

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            task.cancel();
            return super.cancel(mayInterruptIfRunning);
        }
    }
}
